//! Generated complaints of the bundled property developer: the same facts for every way of deciding.

use redress::case::Evaluation;
use redress::pack::CaseType;
use redress::value::Value;
use rust_decimal::Decimal;

/// What the decisions of the pack read. `None` is not answered.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub wants: Option<Wants>,
    pub faults: Option<Vec<Fault>>,
    pub harm: Option<Vec<Harm>>,
    pub has_substance: Option<bool>,
    pub origin: Option<Origin>,
    pub lawsuit: Option<bool>,
    pub media_exposed: Option<bool>,
    pub complainants: Option<i64>,
    /// In CNY.
    pub loss: Option<Decimal>,
    pub hot_topic_flag: Option<bool>,
    pub building: Option<String>,
    /// Other complaints of the category and building.
    pub alike: i64,
    pub category: Option<Category>,
}

/// An option of a choice: in Rust a variant, in a pack its id.
macro_rules! choice {
    ($name:ident { $($variant:ident = $id:literal),* $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($variant),* }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),* }
            }
        }
    };
}

choice!(Wants { Complaint = "complaint", PaidRepair = "paid_repair", Consultation = "consultation", Suggestion = "suggestion" });
choice!(Fault { Neglect = "neglect", Mistake = "mistake", Excess = "excess", LossOfControl = "loss_of_control", None = "none" });
choice!(Harm { Dignity = "dignity", Interest = "interest", None = "none" });
choice!(Origin { Direct = "direct", HandIn = "hand_in", Headquarters = "headquarters", MediaReport = "media_report" });
choice!(Category {
    PlanningDesign = "planning_design",
    ConstructionQuality = "construction_quality",
    SalesManagement = "sales_management",
    PropertyService = "property_service",
    InternalManagement = "internal_management",
});

/// `count` complaints, the same ones in every run. Three of four bring a complaint, the rest a request; an answer is missing one
/// time in twelve.
pub fn generate(count: usize) -> Vec<Facts> {
    let mut dice = Dice(0x5eed);
    (0..count).map(|_| one(&mut dice)).collect()
}

fn one(dice: &mut Dice) -> Facts {
    let request = dice.one_in(4);
    let wants = if request {
        dice.pick(&Wants::ALL[1..])
    } else {
        Wants::Complaint
    };
    let faults = if dice.one_in(4) {
        vec![Fault::None]
    } else {
        dice.some(&Fault::ALL[..4])
    };
    let harm = if dice.one_in(6) {
        vec![Harm::None]
    } else {
        dice.some(&Harm::ALL[..2])
    };
    Facts {
        wants: dice.answered(wants),
        faults: dice.answered(faults),
        harm: dice.answered(harm),
        has_substance: {
            let value = dice.one_in(2);
            dice.answered(value)
        },
        origin: {
            let value = dice.pick(Origin::ALL);
            dice.answered(value)
        },
        lawsuit: {
            let value = dice.one_in(8);
            dice.answered(value)
        },
        media_exposed: {
            let value = dice.one_in(8);
            dice.answered(value)
        },
        complainants: {
            let value = 1 + dice.below(4) as i64;
            dice.answered(value)
        },
        loss: {
            let value = Decimal::new(dice.below(4_000_000) as i64, 2);
            dice.answered(value)
        },
        hot_topic_flag: {
            let value = dice.one_in(6);
            dice.answered(value)
        },
        building: {
            let value = format!("{}栋", 1 + dice.below(9));
            dice.answered(value)
        },
        alike: dice.below(4) as i64,
        category: {
            let value = dice.pick(Category::ALL);
            dice.answered(value)
        },
    }
}

impl Facts {
    /// Every name as the pack's expressions know it, with its value.
    pub fn named(&self) -> Vec<(&'static str, Value)> {
        let yes_no = |value: Option<bool>| value.map_or(Value::Empty, Value::Bool);
        let choice = |id: Option<&'static str>| id.map_or(Value::Empty, Value::text);
        let faults = self
            .faults
            .as_ref()
            .map(|items| Value::list(items.iter().map(|item| Value::text(item.id()))));
        let harm = self
            .harm
            .as_ref()
            .map(|items| Value::list(items.iter().map(|item| Value::text(item.id()))));
        vec![
            ("wants", choice(self.wants.map(Wants::id))),
            ("faults", faults.unwrap_or_default()),
            ("harm", harm.unwrap_or_default()),
            ("has_substance", yes_no(self.has_substance)),
            ("origin", choice(self.origin.map(Origin::id))),
            ("lawsuit", yes_no(self.lawsuit)),
            ("media_exposed", yes_no(self.media_exposed)),
            ("complainants", self.complainants.map_or(Value::Empty, Value::Integer)),
            ("loss", self.loss.map_or(Value::Empty, Value::Decimal)),
            ("hot_topic_flag", yes_no(self.hot_topic_flag)),
            ("building", self.building.as_ref().map_or(Value::Empty, Value::text)),
            ("counters.alike", Value::Integer(self.alike)),
            ("category", choice(self.category.map(Category::id))),
        ]
    }

    /// The complaint as the engine sees it, not decided yet.
    pub fn frame(&self, case_type: &CaseType) -> Evaluation {
        let mut evaluation = Evaluation::new(case_type);
        for (name, value) in self.named() {
            let slot = case_type.layout.slot(name).expect("the pack knows the name");
            evaluation.values[usize::from(slot.0)] = value;
        }
        evaluation
    }
}

/// A generator of no quality, which gives the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len() as u64) as usize]
    }

    /// At least one.
    fn some<T: Copy>(&mut self, items: &[T]) -> Vec<T> {
        let certain = self.below(items.len() as u64) as usize;
        let indexed = items.iter().copied().enumerate();
        indexed
            .filter(|(index, _)| *index == certain || self.one_in(3))
            .map(|(_, item)| item)
            .collect()
    }

    fn answered<T>(&mut self, value: T) -> Option<T> {
        (!self.one_in(12)).then_some(value)
    }
}
