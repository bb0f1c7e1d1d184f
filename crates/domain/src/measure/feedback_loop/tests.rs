use proptest::prelude::*;

use super::*;

const NOW: At = At(100 * At::DAY);

fn raised(day: i64) -> Item {
    Item {
        raised: At(day * At::DAY),
        heard: None,
        decided: None,
        done: None,
        told: None,
        reopened: false,
    }
}

fn at(day: i64) -> Option<At> {
    Some(At(day * At::DAY))
}

/// `domain.md` 13, invariant 21.
#[test]
fn a_refusal_that_was_told_counts_as_closed_and_what_was_done_but_not_told_does_not() {
    let refused =
        Item { decided: Some((At(15 * At::DAY), Said::WillNot)), told: at(20), ..raised(10) };
    let silent = Item { decided: Some((At(15 * At::DAY), Said::Will)), done: at(20), ..raised(10) };
    assert_eq!(measure(&[refused], NOW).closure, Share { some: 1, all: 1 });
    assert_eq!(measure(&[silent], NOW).closure, Share { some: 0, all: 1 });
    assert_eq!(measure(&[silent], NOW).acted_on, Share { some: 1, all: 1 });
    assert_eq!(measure(&[refused], NOW).refused, Share { some: 1, all: 1 });
}

#[test]
fn told_on_the_thirtieth_day_is_in_time_and_on_the_thirty_first_it_is_not() {
    let told = |day| measure(&[Item { told: at(day), ..raised(10) }], NOW).closure.some;
    assert_eq!((told(40), told(41)), (1, 0));
}

#[test]
fn what_is_younger_than_thirty_days_is_not_counted_either_way() {
    let young = Item { told: at(99), ..raised(71) };
    assert_eq!(measure(&[young], NOW).closure, Share::default());
    assert_eq!(measure(&[young], NOW).closure.in_words(), "–", "nothing matured is no zero");
    assert_eq!(measure(&[raised(70)], NOW).closure, Share { some: 0, all: 1 });
}

#[test]
fn an_open_item_lengthens_the_wait_instead_of_leaving_it() {
    let told = |day: i64, to: i64| Item { told: at(to), ..raised(day) };
    // Waits 5, 8, 10, 13 end: the ordinary median 9 (`domain.md` E1 b).
    let ended = [told(0, 5), told(0, 8), told(0, 10), told(0, 13)];
    assert_eq!(measure(&ended, NOW).to_told.median(), Reached::At(9.0));
    let with_open = [ended.as_slice(), &[raised(0); 6]].concat();
    assert_eq!(measure(&with_open, NOW).to_told.median(), Reached::NotYet { after: 100.0 });
    assert_eq!(median_in_words(&measure(&with_open, NOW).to_told), "not reached (over 100 days)");
    assert_eq!(median_in_words(&measure(&ended[..2], NOW).to_told), "–");
}

#[test]
fn what_was_opened_again_has_not_come_back() {
    let again =
        Item { decided: Some((At(15 * At::DAY), Said::Will)), reopened: true, ..raised(10) };
    let seen = measure(&[again], NOW);
    assert_eq!(seen.closure, Share { some: 0, all: 1 });
    assert_eq!(seen.reopened, Share { some: 1, all: 1 });
    assert_eq!(seen.acted_on, Share { some: 0, all: 1 });
    assert_eq!(seen.in_public, Share { some: 1, all: 1 });
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let day = || prop::option::of(0i64..120);
    let one = (0i64..90, day(), day(), day(), 0usize..3, any::<bool>()).prop_map(
        |(raised_on, decided, done, told, said, reopened)| {
            let said = [Said::Will, Said::WillNot, Said::LearnMore][said];
            let from = |days: Option<i64>| days.map(|it| At((raised_on + it) * At::DAY));
            Item {
                decided: from(decided).map(|at| (at, said)),
                done: from(done),
                told: from(told),
                reopened,
                ..raised(raised_on)
            }
        },
    );
    prop::collection::vec(one, 0..40)
}

proptest! {
    #[test]
    fn no_share_is_more_than_its_whole_and_order_does_not_matter(mut all in items()) {
        let seen = measure(&all, NOW);
        for share in [seen.closure, seen.acted_on, seen.refused, seen.reopened, seen.in_public] {
            prop_assert!(share.some <= share.all && share.all <= seen.items);
        }
        all.reverse();
        prop_assert_eq!(measure(&all, NOW), seen);
    }

    #[test]
    fn only_telling_closes_whatever_else_was_done(all in items()) {
        let silent: Vec<Item> = all.iter().map(|it| Item { told: None, ..*it }).collect();
        prop_assert_eq!(measure(&silent, NOW).closure.some, 0);
    }
}
