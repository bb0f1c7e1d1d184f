//! The English word lists. A list is a guess about many writers: keep it short and certain.

/// Verbs that begin a task.
pub(super) static BUILD: &[&str] = &[
    "build",
    "implement",
    "migrate",
    "add",
    "refactor",
    "integrate",
    "rewrite",
    "roll out",
    "create",
    "upgrade",
    "deploy",
    "introduce",
    "replace",
    "move",
    "port",
    "develop",
    "set up",
    "install",
    "write",
    "remove",
    "convert",
    "extract",
    "split",
    "adopt",
    "launch",
    "ship",
    "deliver",
    "building",
    "implementing",
    "migrating",
    "adding",
    "refactoring",
    "integrating",
    "rewriting",
    "rolling out",
    "creating",
    "upgrading",
    "deploying",
    "introducing",
    "replacing",
];

/// What may stand before the verb of a task.
pub(super) static LEADS_IN: &[&str] = &[
    "we will ",
    "we'll ",
    "we shall ",
    "we must ",
    "we need to ",
    "we want to ",
    "we ",
    "to ",
    "let's ",
    "please ",
    "the team will ",
];

/// What introduces the reason.
pub(super) static REASON: &[&str] =
    &["so that", "in order to", "because", "to let", "so", "which lets", "to allow", "to help"];

pub(super) static TECHNOLOGY: &[&str] = &[
    "kafka",
    "kubernetes",
    "k8s",
    "redis",
    "postgres",
    "postgresql",
    "mysql",
    "mongodb",
    "cassandra",
    "elasticsearch",
    "graphql",
    "grpc",
    "react",
    "angular",
    "vue",
    "svelte",
    "terraform",
    "docker",
    "lambda",
    "serverless",
    "microservice",
    "microservices",
    "event sourcing",
    "service mesh",
    "istio",
    "rabbitmq",
    "snowflake",
    "airflow",
    "typescript",
    "rust",
    "golang",
    "kotlin",
    "next.js",
    "cqrs",
    "feature flag",
    "feature flags",
    "message queue",
    "data lake",
    "blockchain",
    "llm",
];

/// Counting what leaves the building instead of what changed.
/// A piece of work told as if it were a condition.
pub(super) static DONE: &[&str] = &[
    "is built",
    "are built",
    "is migrated",
    "are migrated",
    "has been migrated",
    "is launched",
    "are launched",
    "is implemented",
    "are implemented",
    "is deployed",
    "are deployed",
    "is rewritten",
    "are rewritten",
    "is refactored",
    "is rolled out",
    "are rolled out",
    "is shipped",
    "are shipped",
    "is upgraded",
    "are upgraded",
    "is integrated",
];

pub(super) static OUTPUT: &[&str] = &[
    "story points",
    "tickets closed",
    "tickets done",
    "tickets",
    "features shipped",
    "features delivered",
    "number of features",
    "pull requests merged",
    "prs merged",
    "prs",
    "velocity",
    "% complete",
    "percent complete",
    "is launched",
    "is delivered",
    "is shipped",
    "is deployed",
    "is released",
    "has shipped",
    "has launched",
    "launched",
    "delivered",
    "shipped",
    "tasks completed",
];

/// Somebody doing something with it: the next signal after an output.
pub(super) static USE: &[&str] = &[
    "use",
    "uses",
    "used",
    "using",
    "adopt",
    "adopts",
    "adopted",
    "adoption",
    "rely on",
    "relies on",
    "choose",
    "chooses",
    "chose",
    "complete checkout",
];

pub(super) static VAGUE: &[&str] = &[
    "improve",
    "improved",
    "improves",
    "better",
    "faster",
    "optimise",
    "optimised",
    "optimize",
    "optimized",
    "robust",
    "scalable",
    "world-class",
    "world class",
    "best-in-class",
    "seamless",
    "modern",
    "modernised",
    "modernized",
    "more reliable",
    "more efficient",
    "enhanced",
    "user-friendly",
];

/// Counting a person's activity (`domain.md` 7.9).
pub(super) static ACTIVITY: &[&str] = &[
    "per engineer",
    "per developer",
    "per person",
    "per head",
    "per employee",
    "per contributor",
    "per author",
    "each engineer",
    "each developer",
    "commits",
    "commit count",
    "lines of code",
    "lines changed",
    "hours online",
    "messages sent",
    "tokens used",
    "tokens consumed",
    "keystrokes",
    "individual velocity",
];

pub(super) static PREFERENCE: &[&str] =
    &["prefer", "preferably", "preferred", "ideally", "nice to have", "if possible", "would like"];

pub(super) static ONE_WAY: &[&str] =
    &["irreversible", "one-way", "one way door", "cannot be undone", "permanently", "no way back"];

pub(super) static NONE_KNOWN: &[&str] =
    &["none known", "none", "no known limits", "no limits known"];

/// A step prescribed rather than a state wanted.
pub(super) static METHOD: &[&str] = &["must use", "should use", "has to use", "have to use"];

pub(super) static STEP_VERBS: &[&str] = &[
    "use",
    "start",
    "first",
    "then",
    "make",
    "ensure",
    "configure",
    "run",
    "call",
    "put",
    "define",
    "schedule",
    "test",
    "document",
    "assign",
    "review",
    "merge",
    "update",
    "change",
    "copy",
];

/// Common words that say which language this is.
pub(super) static ENGLISH: &[&str] = &[
    "the", "a", "of", "and", "to", "in", "is", "are", "that", "for", "with", "on", "at", "by",
    "we", "our", "it", "this", "be", "as", "can", "who", "from", "not", "no", "when", "so", "an",
    "or",
];

pub(super) static FOREIGN: &[&str] = &[
    "der", "die", "das", "und", "ist", "nicht", "ein", "eine", "wir", "mit", "für", "den", "zu",
    "le", "la", "les", "et", "des", "une", "est", "pour", "dans", "que", "el", "los", "las", "y",
    "una", "con", "para", "por", "il", "che", "di", "sono", "het", "een", "en", "van", "de", "och",
    "att", "det", "os", "um", "uma", "não", "sind", "wird", "auf", "im",
];
