package io.berth.replica.store;

import io.berth.contracts.ids.RelationshipId;
import io.berth.replica.domain.run.FailoverGroup;
import io.berth.replica.domain.run.FailoverGroup.Step;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Failover groups, in the caller's transaction. */
@ApplicationScoped
public class GroupStore {
    private static final String UPSERT =
            """
            insert into failover_group (id, rank, pauses, revision) values (?, ?, ?, ?)
            on conflict (id) do update set rank = excluded.rank, pauses = excluded.pauses,
                revision = excluded.revision
            """;
    private static final String GROUPS =
            """
            select id, rank, pauses, revision from failover_group
             where ?::text is null or id = ? order by rank, id
            """;
    private static final String MEMBERS =
            """
            select group_id, step, relationship from failover_group_member
             where ?::text is null or group_id = ? order by group_id, step, place
            """;

    private final Database database;

    GroupStore(Database database) {
        this.database = database;
    }

    private record Header(String id, int rank, List<Integer> pauses, long revision) {}

    private record Place(String group, int step, RelationshipId relationship) {}

    private record Seat(RelationshipId relationship, int step, int place) {}

    /** All groups in the order in which a site runs them; at most 500. */
    public List<FailoverGroup> all() {
        return read(null);
    }

    /** One. */
    public Optional<FailoverGroup> find(String id) {
        return read(id).stream().findFirst();
    }

    /** How many there are. */
    public int count() {
        return database.query(
                        "select count(*) from failover_group",
                        _ -> {},
                        row -> Math.toIntExact(row.number()))
                .getFirst();
    }

    /** One, or all. */
    private List<FailoverGroup> read(@Nullable String id) {
        Map<String, List<Place>> members = new HashMap<>();
        database.each(
                MEMBERS,
                p -> p.text(id).text(id),
                row ->
                        new Place(
                                row.text(),
                                Math.toIntExact(row.number()),
                                new RelationshipId(row.text())),
                place -> members.computeIfAbsent(place.group(), _ -> new ArrayList<>()).add(place));
        return database
                .query(
                        GROUPS,
                        p -> p.text(id).text(id),
                        row ->
                                new Header(
                                        row.text(),
                                        Math.toIntExact(row.number()),
                                        row.integers(),
                                        row.number()))
                .stream()
                .map(header -> group(header, members.getOrDefault(header.id(), List.of())))
                .toList();
    }

    private static FailoverGroup group(Header header, List<Place> members) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < header.pauses().size(); i++) {
            int step = i;
            steps.add(
                    new Step(
                            Duration.ofSeconds(header.pauses().get(i)),
                            members.stream()
                                    .filter(place -> place.step() == step)
                                    .map(Place::relationship)
                                    .toList()));
        }
        return new FailoverGroup(header.id(), header.rank(), steps, header.revision());
    }

    /**
     * The revision of one, which is locked until the transaction ends; empty when there is none.
     */
    public Optional<Long> lock(String id) {
        return database
                .query(
                        "select revision from failover_group where id = ? for update",
                        p -> p.text(id),
                        Columns::number)
                .stream()
                .findFirst();
    }

    /** To which group each of these belongs, of those that belong to one. */
    public Map<RelationshipId, String> groupsOf(Collection<RelationshipId> relationships) {
        Map<RelationshipId, String> found = new HashMap<>();
        database.query(
                        "select relationship, group_id from failover_group_member"
                                + " where relationship = any(?)",
                        p -> p.texts(relationships),
                        row -> Map.entry(new RelationshipId(row.text()), row.text()))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** Saves a group, in the place of the one of its id. */
    public void save(FailoverGroup group) {
        List<Integer> pauses =
                group.steps().stream()
                        .map(step -> Math.toIntExact(step.pause().toSeconds()))
                        .toList();
        database.update(
                UPSERT,
                p ->
                        p.text(group.id())
                                .number(group.rank())
                                .integers(pauses)
                                .number(group.revision()));
        dismiss(group.id());
        List<Seat> seats = new ArrayList<>();
        for (int step = 0; step < group.steps().size(); step++) {
            List<RelationshipId> relationships = group.steps().get(step).relationships();
            for (int place = 0; place < relationships.size(); place++) {
                seats.add(new Seat(relationships.get(place), step, place));
            }
        }
        database.batch(
                "insert into failover_group_member (group_id, relationship, step, place)"
                        + " values (?, ?, ?, ?)",
                seats,
                (p, seat) ->
                        p.text(group.id())
                                .text(seat.relationship())
                                .number(seat.step())
                                .number(seat.place()));
    }

    private void dismiss(String id) {
        database.update("delete from failover_group_member where group_id = ?", p -> p.text(id));
    }

    /** Removes a group; its relationships stay. False when there is none. */
    public boolean delete(String id) {
        dismiss(id);
        return database.update("delete from failover_group where id = ?", p -> p.text(id)) > 0;
    }
}
