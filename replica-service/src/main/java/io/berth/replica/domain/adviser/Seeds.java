package io.berth.replica.domain.adviser;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What advice is given from: hard, as it is part of the release.
 *
 * @param version changes with every change of the content, and stands in each answer
 * @param solutions in the order in which they are preferred where several fit: what costs less
 *     comes first
 */
public record Seeds(
        String version, List<Solution> solutions, List<Need> needs, List<Caveat> caveats) {
    /** Most entries of each list: many times what there is, and an answer stays readable. */
    public static final int MAX_ENTRIES = 200;

    /**
     * @throws IllegalArgumentException when a part is missing, an id stands twice, or a solution is
     *     named that does not exist
     */
    public Seeds {
        Need.text("version", version);
        solutions = bounded("solutions", solutions);
        needs = bounded("needs", needs);
        caveats = bounded("caveats", caveats);
        Set<String> ids = new HashSet<>();
        Stream.of(
                        solutions.stream().map(Solution::id),
                        needs.stream().map(Need::id),
                        caveats.stream().map(Caveat::id))
                .flatMap(each -> each)
                .filter(id -> !ids.add(id))
                .findFirst()
                .ifPresent(id -> {
                    throw new IllegalArgumentException("the id " + id + " stands twice");
                });
        Set<String> known = solutions.stream().map(Solution::id).collect(Collectors.toSet());
        needs.forEach(need -> exist(known, need.id(), need.solutions()));
        caveats.forEach(caveat -> exist(known, caveat.id(), caveat.of()));
    }

    private static <T> List<T> bounded(String name, List<T> entries) {
        int size = Need.present(name, entries).size();
        if (size < 1 || size > MAX_ENTRIES) {
            throw new IllegalArgumentException(
                    name + " has " + size + " entries; allowed is 1 to " + MAX_ENTRIES);
        }
        return List.copyOf(entries);
    }

    private static void exist(Set<String> known, String rule, List<String> named) {
        for (String solution : named) {
            if (!known.contains(solution)) {
                throw new IllegalArgumentException(
                        rule + " names the solution " + solution + ", which does not exist");
            }
        }
    }
}
