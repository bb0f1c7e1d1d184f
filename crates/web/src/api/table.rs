//! Every route of the API once: the router and the document are both read from here.

use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};

use super::{
    commitments, due, health, lanes, mirrors, openapi, organisation, portable, quarter, records,
};
use crate::doors::Hall;

/// One path, what serves it, and what may be asked of it.
pub(crate) struct Route {
    pub(crate) path: &'static str,
    pub(crate) serve: fn() -> MethodRouter<Hall>,
    pub(crate) asks: &'static [Operation],
}

pub(crate) struct Operation {
    /// In lower case, as OpenAPI writes it.
    pub(crate) method: &'static str,
    /// Unique; the name clients generate functions from.
    pub(crate) id: &'static str,
    pub(crate) says: &'static str,
    /// The scope a token needs.
    pub(crate) scope: &'static str,
    /// `(name, what it is)` of each parameter in the query.
    pub(crate) query: &'static [(&'static str, &'static str)],
    /// Name of the body's schema in `openapi`.
    pub(crate) body: Option<&'static str>,
    /// Name of the answer's schema.
    pub(crate) answer: &'static str,
    pub(crate) status: u16,
}

const fn read(id: &'static str, says: &'static str, answer: &'static str) -> Operation {
    Operation {
        method: "get",
        id,
        says,
        scope: "read",
        query: &[],
        body: None,
        answer,
        status: 200,
    }
}

const fn write(
    method: &'static str,
    id: &'static str,
    says: &'static str,
    body: &'static str,
    answer: &'static str,
    status: u16,
) -> Operation {
    Operation { method, id, says, scope: "write", query: &[], body: Some(body), answer, status }
}

const LISTING: &[(&str, &str)] = &[
    ("kind", "slugs of kinds, separated by commas"),
    ("state", "names of states, separated by commas"),
    ("team", "slug of a team; with the teams below it"),
    ("open", "true for what still expects work"),
    ("retired", "true for what was put away"),
    ("after", "`next` of the page before"),
    ("limit", "1 to 100; 25 if not said"),
];

pub(crate) static ROUTES: &[Route] = &[
    Route {
        path: "/api/openapi.json",
        serve: || get(openapi::document),
        asks: &[read("openapi", "This document.", "Any")],
    },
    Route {
        path: "/api/v1/me",
        serve: || get(organisation::me),
        asks: &[read("me", "Who the token acts for, and their seats.", "Me")],
    },
    Route {
        path: "/api/v1/kinds",
        serve: || get(records::kinds),
        asks: &[read("kinds", "What each kind asks, how it moves, what may hang on it.", "Kinds")],
    },
    Route {
        path: "/api/v1/records",
        serve: || get(records::list).post(records::begin),
        asks: &[
            Operation {
                query: LISTING,
                ..read("records", "Records, the one changed last first.", "Page")
            },
            write("post", "begin", "Begins a record; a title is enough.", "Begin", "Record", 201),
        ],
    },
    Route {
        path: "/api/v1/records/{id}",
        serve: || get(records::read).put(records::save),
        asks: &[
            read("record", "One record with everything that hangs on it.", "Record"),
            write(
                "put",
                "save",
                "Saves title and answers over the version that was read.",
                "Save",
                "Record",
                200,
            ),
        ],
    },
    Route {
        path: "/api/v1/records/{id}/history",
        serve: || get(records::history),
        asks: &[read("history", "What happened to it, oldest first.", "Items")],
    },
    Route {
        path: "/api/v1/records/{id}/moves/{name}",
        serve: || post(records::make_move),
        asks: &[write("post", "move", "Makes a move of the kind's table.", "Step", "Record", 200)],
    },
    Route {
        path: "/api/v1/records/{id}/attachments/{slot}",
        serve: || post(records::attach),
        asks: &[write(
            "post",
            "attach",
            "Asks, advises, commits, forecasts: fills a slot.",
            "Attach",
            "Attachment",
            201,
        )],
    },
    Route {
        path: "/api/v1/records/{id}/attachments/{attachment}/moves/{name}",
        serve: || post(records::move_attachment),
        asks: &[write(
            "post",
            "move_attachment",
            "Answers, keeps, drops: a move of the slot's table.",
            "Step",
            "Record",
            200,
        )],
    },
    Route {
        path: "/api/v1/records/{id}/learned",
        serve: || get(commitments::learned),
        asks: &[read(
            "learned",
            "What was learned before that touches an open intent or decision, and why it comes up.",
            "Items",
        )],
    },
    Route {
        path: "/api/v1/records/{id}/results",
        serve: || get(health::results),
        asks: &[read(
            "results",
            "A health review: whom it asks, and once it has closed what its pages show you, with the rule in place of what is not shown.",
            "Results",
        )],
    },
    Route {
        path: "/api/v1/records/{id}/markdown",
        serve: || get(commitments::markdown),
        asks: &[read("markdown", "A decision or a postmortem as Markdown.", "Markdown")],
    },
    Route {
        path: "/api/v1/commitments",
        serve: || get(commitments::list),
        asks: &[Operation {
            query: &[
                ("team", "slug of a team; with the teams below it"),
                ("open", "true for what still waits"),
                ("after", "`next` of the page before"),
                ("limit", "1 to 100; 25 if not said"),
            ],
            ..read("commitments", "What was promised on records of every kind.", "Items")
        }],
    },
    Route {
        path: "/api/v1/due",
        serve: || get(due::list),
        asks: &[Operation {
            query: &[
                ("team", "slug of a team; with the teams below it"),
                ("mine", "true for what you promised and what your teams look at"),
                ("until", "the last day, as 2026-03-01; 14 days from now if not said"),
            ],
            ..read(
                "due",
                "Reviews, promises and forecasts whose day is near or past, the longest overdue first.",
                "Items",
            )
        }],
    },
    Route {
        path: "/api/v1/search",
        serve: || get(records::search),
        asks: &[Operation {
            query: &[("q", "words of a title or a text")],
            ..read("search", "Records with these words.", "Items")
        }],
    },
    Route {
        path: "/api/v1/teams",
        serve: || get(organisation::teams),
        asks: &[read("teams", "The tree of teams.", "Items")],
    },
    Route {
        path: "/api/v1/teams/{team}",
        serve: || get(organisation::one_team),
        asks: &[read("team", "One team and who sits in it.", "Any")],
    },
    Route {
        path: "/api/v1/teams/{team}/map",
        serve: || get(lanes::map),
        asks: &[read("map", "The team's map: its text, version and problems.", "Any")],
    },
    Route {
        path: "/api/v1/teams/{team}/learned",
        serve: || get(commitments::learned_in),
        asks: &[Operation {
            query: &[
                ("domain", "domains a change lies in, separated by commas"),
                ("lane", "ids of lanes, separated by commas"),
                ("q", "words of the change"),
            ],
            ..read("learned_in", "What was learned before where a change lies.", "Items")
        }],
    },
    Route {
        path: "/api/v1/teams/{team}/mirrors",
        serve: || get(mirrors::of_team),
        asks: &[Operation {
            query: &[("months", "how far to look back; 12 if not said")],
            ..read(
                "mirrors",
                "The team's mirrors with its marks and what it says of them: its own alone. What it released are records of the kind reading.",
                "Items",
            )
        }],
    },
    Route {
        path: "/api/v1/teams/{team}/quarter",
        serve: || get(quarter::of_team),
        asks: &[Operation {
            query: &[("of", "a quarter, as 2026-Q1; the one that goes on if not said")],
            ..read(
                "quarter",
                "Where a team is in its quarter: what was held, what is to come, what comes due, which lanes end.",
                "Any",
            )
        }],
    },
    Route {
        path: "/api/v1/people",
        serve: || get(organisation::people),
        asks: &[read("people", "Who is here.", "Items")],
    },
    Route {
        path: "/api/v1/routes",
        serve: || post(lanes::route),
        asks: &[Operation {
            scope: "read",
            ..write(
                "post",
                "whose",
                "Whose call it is, with every reason. Changes nothing.",
                "Ask",
                "Routes",
                200,
            )
        }],
    },
    Route {
        path: "/api/v1/export",
        serve: || get(portable::export),
        asks: &[Operation {
            scope: "admin",
            ..read("export", "Every object, one JSON line each.", "Lines")
        }],
    },
    Route {
        path: "/api/v1/apply",
        serve: || post(portable::apply).layer(DefaultBodyLimit::max(portable::MOST_BYTES)),
        asks: &[Operation {
            scope: "admin",
            query: &[("dry_run", "true to write nothing")],
            ..write(
                "post",
                "apply",
                "Takes in what `export` wrote, all of it or nothing.",
                "Lines",
                "Any",
                200,
            )
        }],
    },
];
