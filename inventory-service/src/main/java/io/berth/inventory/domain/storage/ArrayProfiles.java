package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.inventory.domain.FaultyRule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of models of arrays: how many persistent reservations they ask for and keep. */
public record ArrayProfiles(List<Profile> profiles) {
    /**
     * One model, or a family of them.
     *
     * @param limit how many persistent reservations it keeps unless the array says otherwise
     * @param formula an absent coefficient is that of {@link ReservationFormula#PLAIN}
     */
    public record Profile(
            String name, String description, long limit, @Nullable Coefficients formula) {
        /** What an array of this profile is asked for. */
        public ReservationFormula reservations() {
            return formula == null ? ReservationFormula.PLAIN : formula.complete();
        }
    }

    /** Those that differ from {@link ReservationFormula#PLAIN}. */
    public record Coefficients(
            @Nullable Long perHostChannelCsv,
            @Nullable Long perCsv,
            @Nullable Long perHost,
            @Nullable Long fixed) {
        /** With those of {@link ReservationFormula#PLAIN} for the absent ones. */
        public ReservationFormula complete() {
            ReservationFormula plain = ReservationFormula.PLAIN;
            return new ReservationFormula(
                    perHostChannelCsv == null ? plain.perHostChannelCsv() : perHostChannelCsv,
                    perCsv == null ? plain.perCsv() : perCsv,
                    perHost == null ? plain.perHost() : perHost,
                    fixed == null ? plain.fixed() : fixed);
        }
    }

    /**
     * @throws FaultyRule when a name is no identifier or stands there twice
     */
    public ArrayProfiles {
        profiles = List.copyOf(profiles);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < profiles.size(); i++) {
            String name = profiles.get(i).name();
            String pointer = "/profiles/" + i + "/name";
            try {
                Identifiers.check("name", name);
            } catch (IllegalArgumentException e) {
                throw new FaultyRule(pointer, String.valueOf(e.getMessage()));
            }
            if (!names.add(name)) {
                throw new FaultyRule(pointer, name + " stands there twice");
            }
        }
    }

    /** The profile of this name. */
    public Optional<Profile> named(String name) {
        return profiles.stream().filter(profile -> profile.name().equals(name)).findAny();
    }

    /** All names, as they stand in the file. */
    public List<String> names() {
        return profiles.stream().map(Profile::name).toList();
    }
}
