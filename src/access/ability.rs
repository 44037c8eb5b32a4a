//! What the platform itself offers, and to whom: one table, ability × standing.

use crate::case::{Actor, Standing, Standings};

/// Something the platform offers, beside what a pack lets its roles do in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Have pages and answers of the organization at all: its queue, as far as they see cases, and its policy.
    Enter,
    /// Read who works here and in which posts.
    SeePeople,
    /// See every case, a confidential one as well; none that is kept from them by name.
    SeeEveryCase,
    /// Read registers and reports, over the cases they see.
    ReadFigures,
    /// Read who has looked at the cases they see.
    ReadViewLog,
    /// See masked personal data of a case they see, with a reason that is written down.
    Reveal,
    /// Open cases, act, comment, attach, take over, as the pack lets their posts; keep lists of their own and for their roles.
    ChangeCases,
    /// Take any step without holding its role.
    ActInAnyRole,
    /// Keep lists for any role, and drop those that others keep for one.
    ManageLists,
    /// Make and revoke one's own tokens.
    ManageOwnTokens,
    /// Add people, give posts and standings, shut people out.
    ManagePeople,
    /// Activate another version of a pack. No door asks for it: whoever starts the program on the machine does it.
    ActivatePacks,
    /// Move the test clock.
    MoveClock,
    /// Check the histories. No door asks for it, only the machine does it.
    Verify,
    /// Copy all data away, and bring a database up to date. No door asks for it, only the machine does it.
    BackUp,
}

/// How far somebody may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    No,
    /// What is theirs: their tokens, the cases their posts let them see.
    Own,
    /// In the whole organization.
    Organization,
    /// In the whole installation.
    Platform,
}

impl Ability {
    pub const ALL: [Self; 15] = [
        Self::Enter,
        Self::SeePeople,
        Self::SeeEveryCase,
        Self::ReadFigures,
        Self::ReadViewLog,
        Self::Reveal,
        Self::ChangeCases,
        Self::ActInAnyRole,
        Self::ManageLists,
        Self::ManageOwnTokens,
        Self::ManagePeople,
        Self::ActivatePacks,
        Self::MoveClock,
        Self::Verify,
        Self::BackUp,
    ];

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Enter => "ability-enter",
            Self::SeePeople => "ability-see-people",
            Self::SeeEveryCase => "ability-see-every-case",
            Self::ReadFigures => "ability-read-figures",
            Self::ReadViewLog => "ability-read-view-log",
            Self::Reveal => "ability-reveal",
            Self::ChangeCases => "ability-change-cases",
            Self::ActInAnyRole => "ability-act-in-any-role",
            Self::ManageLists => "ability-manage-lists",
            Self::ManageOwnTokens => "ability-manage-own-tokens",
            Self::ManagePeople => "ability-manage-people",
            Self::ActivatePacks => "ability-activate-packs",
            Self::MoveClock => "ability-move-clock",
            Self::Verify => "ability-verify",
            Self::BackUp => "ability-back-up",
        }
    }

    /// Whether it changes something of the organization. An auditor does none of it, whatever they have been given besides.
    fn changes_the_organization(self) -> bool {
        matches!(
            self,
            Self::ChangeCases | Self::ActInAnyRole | Self::ManageLists | Self::ManagePeople | Self::ActivatePacks
        )
    }
}

/// The table: how far a standing alone lets somebody do something.
pub fn extent(standing: Standing, ability: Ability) -> Extent {
    use Extent::{No, Organization, Own, Platform};
    use Standing::{Administrator, Auditor, Integrator, Member, Operator, Stranger};
    match (ability, standing) {
        (Ability::ManageOwnTokens, _) => Own,
        (_, Stranger) => No,

        (Ability::Enter, Member | Administrator | Auditor | Integrator) => Organization,
        (Ability::Enter, Operator) => No,
        (Ability::SeePeople, Member | Administrator | Auditor) => Organization,
        (Ability::SeePeople, Operator | Integrator) => No,

        (Ability::SeeEveryCase, standing) if standing.sees_every_case() => Organization,
        (Ability::SeeEveryCase, _) => No,
        (Ability::ReadFigures | Ability::Reveal, Member) => Own,
        (Ability::ReadFigures | Ability::Reveal, Administrator | Auditor) => Organization,
        (Ability::ReadFigures | Ability::Reveal, Operator | Integrator) => No,
        // Roles with `audits` read it as well: that is the pack's to say.
        (Ability::ReadViewLog, Administrator | Auditor) => Organization,
        (Ability::ReadViewLog, Member | Operator | Integrator) => No,

        (Ability::ActInAnyRole, standing) if standing.acts_in_any_role() => Organization,
        (Ability::ActInAnyRole, _) => No,
        (Ability::ChangeCases, Member) => Own,
        (Ability::ChangeCases, Administrator) => Organization,
        (Ability::ChangeCases, Operator | Auditor | Integrator) => No,
        (Ability::ManageLists, Administrator) => Organization,
        (Ability::ManageLists, _) => No,

        (Ability::ManagePeople | Ability::ActivatePacks, Operator) => Platform,
        (Ability::ManagePeople | Ability::ActivatePacks, Administrator) => Organization,
        (Ability::ManagePeople | Ability::ActivatePacks, Member | Auditor | Integrator) => No,
        (Ability::MoveClock | Ability::Verify | Ability::BackUp, Operator) => Platform,
        (Ability::MoveClock | Ability::Verify | Ability::BackUp, _) => No,
    }
}

/// Whether somebody with these standings may do it, in the organization they were asked for.
pub fn may(standings: impl Into<Standings>, ability: Ability) -> bool {
    let standings = standings.into();
    if ability.changes_the_organization() && standings.has(Standing::Auditor) {
        return false;
    }
    standings.iter().any(|standing| extent(standing, ability) != Extent::No)
}

/// The same, of somebody who acts in an organization. The engine may do everything; complainants do in their case what the pack lets
/// them, and nothing else.
pub fn can(actor: &Actor, ability: Ability) -> bool {
    if actor.is_complainant() {
        return ability == Ability::ChangeCases;
    }
    actor.engine || may(Standing::of(actor), ability)
}

/// Whether somebody with these standings in an organization gives and takes `standing` there: only who manages its people, and nobody
/// gives more than they hold themselves.
pub fn may_give(own: &Standings, standing: Standing) -> bool {
    may(own.clone(), Ability::ManagePeople)
        && Ability::ALL
            .into_iter()
            .all(|ability| extent(standing, ability) <= reach(own, ability))
}

/// The same for all organizations at once, by what they have been given for all of them: only who runs the platform.
pub fn may_give_everywhere(own: &Standings, standing: Standing) -> bool {
    may_give(own, standing) && reach(own, Ability::ManagePeople) == Extent::Platform
}

fn reach(own: &Standings, ability: Ability) -> Extent {
    let reached = own.iter().map(|standing| extent(standing, ability));
    reached.max().unwrap_or(Extent::No)
}

/// Whether somebody belongs to an organization at all. The engine belongs everywhere.
pub fn may_enter(actor: &Actor) -> bool {
    can(actor, Ability::Enter)
}

impl Standing {
    /// All that somebody is to the organization they act in.
    pub fn of(actor: &Actor) -> Standings {
        let given = actor.standings.iter();
        let by_post = if actor.roles.is_empty() {
            Self::Stranger
        } else {
            Self::Member
        };
        given.chain([by_post]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_abilities_reads_as_meant() {
        let mark = |extent| match extent {
            Extent::No => '-',
            Extent::Own => 'o',
            Extent::Organization => '+',
            Extent::Platform => '#',
        };
        let table: Vec<String> = Ability::ALL
            .iter()
            .map(|ability| {
                let marks: String = Standing::ALL
                    .map(|standing| mark(extent(standing, *ability)))
                    .iter()
                    .collect();
                format!("{ability:?} {marks}")
            })
            .collect();
        // Stranger, member, operator, administrator, auditor, integrator.
        assert_eq!(
            table,
            [
                "Enter -+-+++",
                "SeePeople -+-++-",
                "SeeEveryCase ---++-",
                "ReadFigures -o-++-",
                "ReadViewLog ---++-",
                "Reveal -o-++-",
                "ChangeCases -o-+--",
                "ActInAnyRole ---+--",
                "ManageLists ---+--",
                "ManageOwnTokens oooooo",
                "ManagePeople --#+--",
                "ActivatePacks --#+--",
                "MoveClock --#---",
                "Verify --#---",
                "BackUp --#---",
            ]
        );
    }

    #[test]
    fn nobody_gives_more_than_they_hold_and_only_who_runs_the_platform_gives_for_all_of_it() {
        use Standing::{Administrator, Auditor, Integrator, Operator};
        let given = |own: &[Standing], may: fn(&Standings, Standing) -> bool| {
            let own: Standings = own.iter().copied().collect();
            let mut given = Standing::GIVEN.to_vec();
            given.retain(|standing| may(&own, *standing));
            given
        };
        let organization = [Administrator, Auditor, Integrator];
        assert_eq!(given(&[Administrator], may_give), organization);
        assert_eq!(given(&[Administrator], may_give_everywhere), []);
        assert_eq!(given(&[Operator], may_give_everywhere), [Operator]);
        assert_eq!(given(&[Operator, Administrator], may_give_everywhere), Standing::GIVEN);
        for own in [&[][..], &[Auditor], &[Integrator], &[Administrator, Auditor]] {
            assert_eq!(given(own, may_give), [], "{own:?}");
        }
    }

    #[test]
    fn an_auditor_changes_nothing_whatever_they_hold_besides() {
        let all: Standings = Standing::ALL.into_iter().collect();
        for ability in Ability::ALL {
            assert_eq!(
                may(all.clone(), ability),
                !ability.changes_the_organization(),
                "{ability:?}"
            );
        }
    }
}
