package io.berth.replica.store;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.replica.domain.RecoveryPoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The recovery points that targets hold, in the caller's transaction. */
@ApplicationScoped
public class RecoveryPointStore {
    private static final String SELECT =
            """
            select relationship, cycle, point_at, application_consistent from recovery_point
             where relationship = any(?) order by point_at desc, cycle desc
            """;
    private static final String INSERT =
            "insert into recovery_point (relationship, cycle, point_at, application_consistent)"
                    + " values (?, ?, ?, ?)";
    private static final String DELETE =
            "delete from recovery_point where relationship = ? and cycle = ?";

    private final Database database;

    RecoveryPointStore(Database database) {
        this.database = database;
    }

    /** A point and whose it is. */
    public record Owned(RelationshipId relationship, RecoveryPoint point) {}

    /** The points of these relationships, newest first; none for those without any. */
    public Map<RelationshipId, List<RecoveryPoint>> of(Collection<RelationshipId> relationships) {
        Map<RelationshipId, List<RecoveryPoint>> found = new HashMap<>();
        database.each(
                SELECT,
                p -> p.texts(relationships),
                row ->
                        new Owned(
                                new RelationshipId(row.text()),
                                new RecoveryPoint(
                                        new CycleNumber(row.number()), row.time(), row.flag())),
                owned ->
                        found.computeIfAbsent(owned.relationship(), _ -> new ArrayList<>())
                                .add(owned.point()));
        return found;
    }

    /** Adds points. */
    public void add(Collection<Owned> points) {
        database.batch(
                INSERT,
                points,
                (p, owned) ->
                        p.text(owned.relationship())
                                .number(owned.point().cycle().value())
                                .time(owned.point().pointAt())
                                .flag(owned.point().applicationConsistent()));
    }

    /** Drops all points of a relationship. */
    public void dropAll(RelationshipId relationship) {
        database.update(
                "delete from recovery_point where relationship = ?", p -> p.text(relationship));
    }

    /** Drops points. */
    public void drop(Collection<Owned> points) {
        database.batch(
                DELETE,
                points,
                (p, owned) -> p.text(owned.relationship()).number(owned.point().cycle().value()));
    }
}
