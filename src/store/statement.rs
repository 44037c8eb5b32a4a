//! Statements written out.
//!
//! Diesel prepares an update anew every time, because the columns it sets may be others. The few that every command runs
//! are written out instead, with a name by which the connection finds them prepared.

/// A statement: its name, what it returns, and its text with the parameters in their places.
macro_rules! statement {
    (
        $(#[$doc:meta])*
        $name:ident $(-> $output:ty)?:
        $first:literal $(, $parameter:ident: $rust:ty => $sql:ty, $text:literal)*
    ) => {
        $(#[$doc])*
        struct $name<'a> {
            $($parameter: &'a $rust),*
        }

        impl diesel::query_builder::QueryId for $name<'_> {
            type QueryId = $name<'static>;
            const HAS_STATIC_QUERY_ID: bool = true;
        }

        impl<DB> diesel::query_builder::QueryFragment<DB> for $name<'_>
        where
            DB: diesel::backend::Backend $(+ diesel::sql_types::HasSqlType<$sql>)*,
            $($rust: diesel::serialize::ToSql<$sql, DB>,)*
        {
            fn walk_ast<'b>(
                &'b self,
                mut out: diesel::query_builder::AstPass<'_, 'b, DB>,
            ) -> diesel::result::QueryResult<()> {
                out.push_sql($first);
                $(
                    out.push_bind_param::<$sql, $rust>(self.$parameter)?;
                    out.push_sql($text);
                )*
                Ok(())
            }
        }

        $(
            impl diesel::query_builder::Query for $name<'_> {
                type SqlType = $output;
            }
        )?

        impl<C> diesel::query_dsl::RunQueryDsl<C> for $name<'_> {}
    };
}
pub(super) use statement;
