package io.berth.inventory.domain.estate;

import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Why an estate was not imported, or an import not found. */
public sealed interface EstateRefusal extends InventoryRefusal {
    /** The file cannot be read on from here. */
    record Malformed(String reason) implements EstateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "malformed-estate",
                    Sort.RULE,
                    "The file cannot be read",
                    reason,
                    "Mend the file here; what stands after this place was not looked at. GET"
                            + " /api/v1/estate/schema tells what a file looks like.");
        }

        @Override
        public Values values() {
            return Values.NONE;
        }
    }

    /** A field of an element is missing or not what it must be. */
    record InvalidField(String reason) implements EstateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "invalid-field",
                    Sort.RULE,
                    "A field is not as it must be",
                    reason,
                    "GET /api/v1/estate/schema tells what a file looks like.");
        }

        @Override
        public Values values() {
            return Values.NONE;
        }
    }

    /** The file says something of an entity that an import does not change. */
    record NotChangedByImport(EntityKind kind, String id, List<Difference> differences)
            implements EstateRefusal {
        /** Copies the list. */
        public NotChangedByImport {
            differences = List.copyOf(differences);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "not-changed-by-import",
                    Sort.CONFLICT,
                    "An import does not change this",
                    kind.noun()
                            + " "
                            + id
                            + " exists and differs in what an import does not change: "
                            + differences.stream()
                                    .map(d -> d.field() + " is " + d.from() + ", not " + d.to())
                                    .collect(Collectors.joining("; "))
                            + ".",
                    "Change it over its own resource first or remove it there, or give the file the"
                            + " value that it has.");
        }

        @Override
        public Values values() {
            return Values.of("kind", kind.label())
                    .and("id", id)
                    .and(
                            "differences",
                            differences.stream().map(NotChangedByImport::asMap).toList());
        }

        private static Map<String, Object> asMap(Difference difference) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("field", difference.field());
            map.put("from", String.valueOf(difference.from()));
            map.put("to", String.valueOf(difference.to()));
            return map;
        }
    }

    /** Another import is at work. */
    record ImportRunning(long running) implements EstateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "estate-import-running",
                    Sort.CONFLICT,
                    "Another import is running",
                    "Import " + running + " is not finished yet, and there is one at a time.",
                    "Wait for its end at /api/v1/estate/imports/"
                            + running
                            + ", then send the file"
                            + " again.");
        }

        @Override
        public Values values() {
            return Values.of("import", running);
        }
    }

    /** There is no such import. */
    record ImportNotFound(String id) implements EstateRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "estate-import-not-found",
                    Sort.ABSENT,
                    "There is no such import",
                    "There is no import " + id + "; only the newest are remembered.",
                    "GET /api/v1/estate/imports lists them.");
        }

        @Override
        public Values values() {
            return Values.of("id", id);
        }
    }
}
