//! Writes the messages as TypeScript: what the window asks, hears and is handed, and every type in it.

#[cfg(test)]
mod tests {
    use std::any::TypeId;
    use std::collections::{BTreeMap, HashSet};
    use std::path::Path;

    use ts_rs::{Config, TS, TypeVisitor};

    use crate::{Appearance, Event, Failure, Handed, Reply, Request};

    /// The declarations of a type and of those within it, by name.
    #[derive(Default)]
    struct Declarations {
        seen: HashSet<TypeId>,
        written: BTreeMap<String, String>,
    }

    impl TypeVisitor for Declarations {
        fn visit<T: TS + 'static + ?Sized>(&mut self) {
            // What has no file of its own is a text, a number or a list.
            let is_declared = T::output_path().is_some();
            if is_declared && self.seen.insert(TypeId::of::<T>()) {
                let config = Config::default();
                let declaration = format!("export {}\n", T::decl(&config));
                self.written.insert(T::name(&config), declaration);
                T::visit_dependencies(self);
            }
        }
    }

    fn all() -> String {
        let mut all = Declarations::default();
        all.visit::<Request>();
        all.visit::<Reply>();
        all.visit::<Event>();
        all.visit::<Failure>();
        all.visit::<Handed>();
        all.visit::<Appearance>();
        format!(
            "// Made from the crate `protocol` by its test. Do not edit.\n\n{}",
            all.written.into_values().collect::<Vec<_>>().join("\n")
        )
    }

    #[test]
    fn the_windows_types_are_those_of_this_crate() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/api/protocol.ts");
        let wanted = all();
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        if found != wanted {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, wanted).unwrap();
            panic!("ui/src/api/protocol.ts was not up to date; it is now: commit it");
        }
    }
}
