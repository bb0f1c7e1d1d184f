//! The security review: every deed × role × relation as one plain table. It fails when it differs;
//! a change is accepted by reading it (`INSTA_UPDATE=always cargo test -p domain --test permissions`).

use domain::deed::{all_deeds, may};
use domain::people::{Relation, Role, Standing};

#[test]
fn who_may_do_what() {
    let columns = columns();
    let mut table = String::from("r reader, m member, s steward\n\n");
    table += &format!("{:<24}", "");
    for (name, _) in &columns {
        table += &format!("{name:<14}");
    }
    for deed in all_deeds() {
        table = table.trim_end().to_owned() + &format!("\n{:<24}", format!("{deed:?}"));
        for (_, standing) in &columns {
            let cell: String =
                [(Role::Reader, 'r'), (Role::Member, 'm'), (Role::Steward, 's')]
                    .map(|(role, letter)| {
                        if may(Standing { role, ..*standing }, deed).is_ok() { letter } else { '.' }
                    })
                    .iter()
                    .collect();
            table += &format!("{cell:<14}");
        }
    }
    insta::assert_snapshot!("permissions", table.trim_end());
}

fn columns() -> Vec<(&'static str, Standing)> {
    let of = |relation| Standing::of(relation, Role::Reader);
    let plain = of(Relation::OwnTeam);
    vec![
        ("own", of(Relation::Own)),
        ("own team", plain),
        ("team, leading", Standing { leads: true, ..plain }),
        ("above", of(Relation::Above)),
        ("above, own", Standing { own: true, ..of(Relation::Above) }),
        ("below", of(Relation::Below)),
        ("another team", of(Relation::AnotherTeam)),
        ("another, own", Standing { own: true, ..of(Relation::AnotherTeam) }),
        ("keeper", Standing { keeper: true, ..of(Relation::Above) }),
        ("agent", Standing { agent: true, ..plain }),
        ("agent, own", Standing { agent: true, ..of(Relation::Own) }),
        ("stranger", of(Relation::Stranger)),
        ("signed out", of(Relation::SignedOut)),
    ]
}
