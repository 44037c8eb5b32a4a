//! Names that cannot be mixed up: an id is a type.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(id: impl AsRef<str>) -> Self {
                Self(Arc::from(id.as_ref()))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self::new(id)
            }
        }

        impl From<Arc<str>> for $name {
            fn from(id: Arc<str>) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// An organization: the name of its folder, and the first part of every key in the store.
    OrganizationId;
    /// The content hash of a pack's folder, lower-case hex.
    PackVersion;
    CaseTypeId;
    FormId;
    /// A field of a form; a case remembers answers by it, so one id means one thing in all forms of a case type.
    FieldId;
    DecisionId;
    DeadlineId;
    StageId;
    ActionId;
    TaskId;
    /// Something that happens in a case and that deadlines and rules look at (`dispatched`).
    EventId;
    NoticeId;
    DocumentId;
    CounterId;
    GuidanceId;
    PriorityId;
    RoleId;
    DepartmentId;
    ChannelId;
    SettingId;
    ScheduleId;
    RegisterId;
    ReportId;
    /// A numbered sentence of the policy (`HOS-7.1`), or a gap in it (`HOS-U2`).
    ClauseId;
}
