package io.berth.replica.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.replica.InitialCopyWay;
import io.berth.contracts.replica.RelationshipSettings;
import io.berth.contracts.replica.ReplicaAuthentication;
import io.berth.kit.rest.Fields;
import io.berth.replica.domain.Agreement;
import io.berth.replica.domain.Draft;
import io.berth.replica.domain.Frequency;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.Schedule;
import io.berth.replica.domain.Settings;
import io.berth.replica.domain.Window;
import io.berth.replica.domain.Wish;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings that a relationship is wished to have; what is left out is as it was, or as nobody
 * had said it.
 *
 * @param frequency ISO 8601: PT30S, PT5M or PT15M
 * @param zone an IANA name such as Europe/Berlin
 * @param windows such as {@code MONDAY,FRIDAY 18:30-06:00}; without days it is every day
 * @param consistentEvery ISO 8601: PT1H to PT12H; PT0S for none
 * @param bytesPerSecond the throttle
 * @param extend id of the relationship whose replica is copied on to a third site
 */
record SettingsRequest(
        @Nullable String frequency,
        @Nullable Long recoveryPoints,
        @Nullable String zone,
        @Nullable List<@Nullable String> windows,
        @Nullable String resyncWindow,
        @Nullable List<@Nullable String> disks,
        @Nullable String consistentEvery,
        @Nullable String authentication,
        @Nullable String initialCopy,
        @Nullable String initialCopyAt,
        @Nullable Long bytesPerSecond,
        @JsonProperty("extends") @Nullable String extend) {
    /** What was read, given what is there. */
    record Read(Supplier<Duration> frequency, long recoveryPoints, Supplier<Wish> wish) {}

    /**
     * What a relationship becomes by this request.
     *
     * @param amends whether what is left out stays as it is
     */
    Function<Relationship, Draft> read(boolean amends, Settings defaults, Fields fields) {
        // Read once against the defaults, so that all faults are known before a row is locked.
        read(defaults, fields);
        return relationship -> {
            Agreement agreement = relationship.agreement();
            Settings before = agreement.settings();
            Read read =
                    amends
                            ? read(
                                    agreement.frequency().interval(),
                                    agreement.recoveryPoints(),
                                    before,
                                    new Fields())
                            : read(kept(defaults, before), new Fields());
            return new Draft(
                    agreement.id(),
                    agreement.vm(),
                    agreement.target(),
                    read.frequency().get(),
                    read.recoveryPoints(),
                    read.wish().get());
        };
    }

    /** What cannot be changed stays, whether or not it is said. */
    private static Settings kept(Settings defaults, Settings before) {
        return new Settings(
                defaults.schedule(),
                defaults.resyncWindow(),
                defaults.disks(),
                defaults.consistentEvery(),
                defaults.authentication(),
                before.initialCopy(),
                before.initialCopyAt(),
                defaults.bytesPerSecond(),
                before.extension(),
                before.revision());
    }

    /** What a new relationship is wished to have. */
    Read read(Settings defaults, Fields fields) {
        return read(Frequency.DEFAULT.interval(), 0, defaults, fields);
    }

    private Read read(Duration interval, long points, Settings base, Fields fields) {
        Supplier<Duration> asked =
                frequency == null
                        ? () -> interval
                        : fields.read("frequency", frequency, text -> duration("frequency", text));
        Wish before = Wish.of(base);
        var inZone = or(before.schedule().zone(), fields, "zone", zone, SettingsRequest::zone);
        var open =
                windows == null
                        ? (Supplier<List<Window>>) () -> before.schedule().windows()
                        : fields.list(
                                "windows",
                                windows,
                                RelationshipSettings.MAX_WINDOWS,
                                (text, at) -> at.read("", text, Window::parse));
        var resync = or(before.resyncWindow(), fields, "resyncWindow", resyncWindow, Window::parse);
        Supplier<@Nullable List<String>> chosen = disks(before, fields);
        Supplier<@Nullable Duration> consistent =
                consistentEvery == null
                        ? before::consistentEvery
                        : fields.optional(
                                "consistentEvery",
                                consistentEvery,
                                text -> duration("consistentEvery", text));
        var by =
                or(
                        before.authentication(),
                        fields,
                        "authentication",
                        authentication,
                        text -> constant(ReplicaAuthentication.class, text));
        var first =
                or(
                        before.initialCopy(),
                        fields,
                        "initialCopy",
                        initialCopy,
                        text -> constant(InitialCopyWay.class, text));
        Supplier<@Nullable Instant> at =
                initialCopyAt == null
                        ? before::initialCopyAt
                        : fields.optional("initialCopyAt", initialCopyAt, SettingsRequest::instant);
        Supplier<@Nullable RelationshipId> of =
                extend == null
                        ? before::extension
                        : fields.optional("extends", extend, RelationshipId::new);
        return new Read(
                asked,
                recoveryPoints == null ? points : recoveryPoints,
                () ->
                        new Wish(
                                new Schedule(open.get(), inZone.get()),
                                resync.get(),
                                chosen.get(),
                                orNone(consistent.get()),
                                by.get(),
                                first.get(),
                                at.get(),
                                bytesPerSecond == null ? before.bytesPerSecond() : bytesPerSecond,
                                of.get()));
    }

    private Supplier<@Nullable List<String>> disks(Wish before, Fields fields) {
        if (disks == null) {
            return before::disks;
        }
        Supplier<List<String>> named =
                fields.list("disks", disks, VmDetails.MAX_DISKS, (name, _) -> () -> name);
        return named::get;
    }

    private static <T> Supplier<T> or(
            T before, Fields fields, String name, @Nullable String text, Function<String, T> make) {
        return text == null ? () -> before : fields.read(name, text, make);
    }

    private static @Nullable Duration orNone(@Nullable Duration duration) {
        return duration == null || duration.isZero() ? null : duration;
    }

    static Duration duration(String field, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    field
                            + " is no ISO-8601 duration such as PT5M; allowed frequencies are "
                            + Frequency.allowed(),
                    e);
        }
    }

    static ZoneId zone(String text) {
        try {
            if (text.length() > RelationshipSettings.MAX_ZONE) {
                throw new DateTimeException("too long");
            }
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%.64s' is no IANA time zone such as Europe/Berlin".formatted(text), e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("it is no moment such as 2026-03-14T18:00:00Z", e);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String text) {
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(text.toUpperCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "'%.40s' is unknown; there are %s"
                        .formatted(text, List.of(type.getEnumConstants())));
    }
}
