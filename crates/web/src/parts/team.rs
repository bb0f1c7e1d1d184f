//! For which team something is begun: said and chosen where one may begin it in several.

use maud::{Markup, html};

/// A slug and a name each; the first is chosen unless somebody says otherwise.
pub fn team(teams: &[(String, String)]) -> Markup {
    html! {
        @match teams {
            [] => {},
            [(slug, _)] => input type="hidden" name="team" value=(slug);,
            several => label { span.label { "For which team" }
                select name="team" { @for (slug, name) in several { option value=(slug) dir="auto" { (name) } } } },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_is_chosen_among_several_and_one_alone_is_not_asked_for() {
        let teams = |n: usize| -> String {
            let all = [("pay".to_owned(), "Pay & <b>".to_owned()), ("web".into(), "Web".into())];
            team(&all[..n]).into_string()
        };
        assert_eq!(teams(0), "");
        assert_eq!(teams(1), "<input type=\"hidden\" name=\"team\" value=\"pay\">");
        let several = teams(2);
        assert!(several.contains("For which team") && several.contains("Pay &amp; &lt;b&gt;"));
        assert!(several.find("value=\"pay\"") < several.find("value=\"web\""), "{several}");
    }
}
