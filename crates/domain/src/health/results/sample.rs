//! A wave of one group, for tests of what is told of it.

use super::*;
use crate::health::limits::Limits;
use crate::health::opening::Asked;
use crate::health::waves::Span;
use crate::id::At;

/// The first items are these, each shown like this. Its comments may be read.
pub(crate) fn wave(name: &str, items: &[(Item, Shown)], turnout: Turnout) -> WaveView {
    let teams = [Asked { team: "x".into(), name: name.into(), above: None }];
    let span = Span { opens: At(0), closes: At(At::DAY) };
    let asked = items.iter().map(|it| it.0.clone()).collect();
    let how = (Limits::default(), span);
    let roster = vec![vec![0]; 11];
    let opening = Opening::new("now".into(), &teams, &roster, asked, how).unwrap();
    let group = GroupView {
        team: "x".into(),
        name: name.into(),
        direct: false,
        parent: None,
        asked: 11,
        turnout,
        items: items.to_vec(),
        comments: Pile::Shown(vec!["okapi".into()]),
        since: Some(("then".into(), Roster::Same)),
    };
    WaveView { opening, groups: vec![group] }
}
