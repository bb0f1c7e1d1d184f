//! CODEOWNERS (GitHub and GitLab dialects) and OWNERS files, read as they are.
