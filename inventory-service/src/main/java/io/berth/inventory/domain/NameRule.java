package io.berth.inventory.domain;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A naming rule of management groups that a wished name breaks. */
public sealed interface NameRule {
    /** Stable, for programs. */
    String code();

    /** For people, with the values. */
    String text();

    /** For programs: the rule and the values that break it. */
    default Map<String, Object> values() {
        return told(this).asMap();
    }

    private static Values told(NameRule rule) {
        return Values.of("rule", rule.code()).and("text", rule.text());
    }

    /**
     * A character where it must not be.
     *
     * @param position in UTF-16 code units from 0, as editors and JSON clients count
     */
    record Offence(char character, int position) {
        /** As it is shown to people: a control character by its number only. */
        public String shown() {
            return Character.isISOControl(character) || Character.isSurrogate(character)
                    ? "U+%04X".formatted((int) character)
                    : String.valueOf(character);
        }
    }

    /** The name is null or empty. */
    record Missing() implements NameRule {
        @Override
        public String code() {
            return "missing";
        }

        @Override
        public String text() {
            return "the name is null or empty";
        }
    }

    /** The name starts with white space. */
    record LeadingSpaces(int count) implements NameRule {
        @Override
        public String code() {
            return "leading-spaces";
        }

        @Override
        public String text() {
            return "the name has leading spaces (" + count + ")";
        }

        @Override
        public Map<String, Object> values() {
            return told(this).and("count", count).asMap();
        }
    }

    /** The name ends with white space. */
    record TrailingSpaces(int count) implements NameRule {
        @Override
        public String code() {
            return "trailing-spaces";
        }

        @Override
        public String text() {
            return "the name has trailing spaces (" + count + ")";
        }

        @Override
        public Map<String, Object> values() {
            return told(this).and("count", count).asMap();
        }
    }

    /** The name is longer than an event can carry. */
    record TooLong(int length, int max) implements NameRule {
        @Override
        public String code() {
            return "too-long";
        }

        @Override
        public String text() {
            return "the name has " + length + " characters; at most " + max + " are allowed";
        }

        @Override
        public Map<String, Object> values() {
            return told(this).and("length", length).and("max", max).asMap();
        }
    }

    /** The name holds characters of {@link ManagementGroupName#FORBIDDEN}. */
    record ForbiddenCharacters(List<Offence> offences) implements NameRule {
        /** Copies the list. */
        public ForbiddenCharacters {
            offences = List.copyOf(offences);
        }

        @Override
        public String code() {
            return "forbidden-characters";
        }

        @Override
        public String text() {
            return "the name contains characters that are not allowed: " + shown(offences);
        }

        @Override
        public Map<String, Object> values() {
            return told(this).and("characters", characters(offences)).asMap();
        }
    }

    /** The name holds control characters or halves of characters, which no store can keep. */
    record UnprintableCharacters(List<Offence> offences) implements NameRule {
        /** Copies the list. */
        public UnprintableCharacters {
            offences = List.copyOf(offences);
        }

        @Override
        public String code() {
            return "unprintable-characters";
        }

        @Override
        public String text() {
            return "the name contains characters that cannot be printed: " + shown(offences);
        }

        @Override
        public Map<String, Object> values() {
            return told(this).and("characters", characters(offences)).asMap();
        }
    }

    /** A management group of exactly this name exists. */
    record AlreadyExists() implements NameRule {
        @Override
        public String code() {
            return "already-exists";
        }

        @Override
        public String text() {
            return "a management group with this name already exists";
        }
    }

    private static String shown(List<Offence> offences) {
        return offences.stream()
                .map(o -> o.shown() + " at position " + o.position())
                .collect(Collectors.joining(", "));
    }

    private static List<Map<String, Object>> characters(List<Offence> offences) {
        return offences.stream()
                .map(offence ->
                        Values.of("character", offence.shown())
                                .and("position", offence.position())
                                .asMap())
                .toList();
    }
}
