//! Facts in, mirrors out; each with its definition, its n and its doubt.
