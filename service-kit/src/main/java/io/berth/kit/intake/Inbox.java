package io.berth.kit.intake;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The inbox tables: how far each partition has been applied, and which events. All within the
 * caller's transaction, except {@link #marks} and {@link #forgetBefore}.
 */
@ApplicationScoped
public class Inbox {
    /** Event ids forgotten at a time, so that the deletion never holds anything up. */
    private static final int FORGET_LIMIT = 10_000;

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private static final String READ =
            """
            select m.topic, m.partition, m.next_offset
              from inbox_mark m
              join unnest(?::text[], ?::integer[]) as w (topic, partition) using (topic, partition)
             order by m.topic, m.partition
            """;
    private static final String LOCK = READ + " for update of m";
    private static final String CREATE =
            """
            insert into inbox_mark (topic, partition, next_offset)
            select topic, partition, 0 from unnest(?::text[], ?::integer[]) as w (topic, partition)
             order by topic, partition
            on conflict do nothing
            """;
    private static final String ADVANCE =
            """
            update inbox_mark m set next_offset = w.next_offset
              from unnest(?::text[], ?::integer[], ?::bigint[]) as w (topic, partition, next_offset)
             where m.topic = w.topic and m.partition = w.partition
            """;
    private static final String REMEMBER =
            """
            insert into inbox_event (event_id, payload_hash, seen_at)
            select event_id, payload_hash, clock_timestamp()
              from unnest(?::text[], ?::bytea[]) as g (event_id, payload_hash)
             order by event_id
            on conflict do nothing
            returning event_id
            """;
    private static final String HASHES =
            "select event_id, payload_hash from inbox_event where event_id = any(?)";
    private static final String FORGET =
            """
            delete from inbox_event where event_id in (
                select event_id from inbox_event
                 where seen_at < clock_timestamp() - make_interval(secs => ?) limit %d)
            """
                    .formatted(FORGET_LIMIT);

    private final AgroalDataSource dataSource;

    @Inject
    public Inbox(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The next offset of each partition that has a mark; without locking. */
    Map<TopicPartition, Long> marks(Collection<TopicPartition> partitions) {
        try (Connection connection = dataSource.getConnection()) {
            return read(connection, READ, sorted(partitions));
        } catch (SQLException e) {
            throw new InboxException("reading inbox marks", e);
        }
    }

    /**
     * The next offset of each partition, its row locked until the transaction ends, in an order
     * that all instances keep.
     */
    Map<TopicPartition, Long> lock(Collection<TopicPartition> partitions) {
        List<TopicPartition> sorted = sorted(partitions);
        try (Connection connection = dataSource.getConnection()) {
            Map<TopicPartition, Long> marks = read(connection, LOCK, sorted);
            if (marks.size() < sorted.size()) {
                try (PreparedStatement create = connection.prepareStatement(CREATE)) {
                    bind(connection, create, sorted);
                    create.executeUpdate();
                }
                marks = read(connection, LOCK, sorted);
            }
            return marks;
        } catch (SQLException e) {
            throw new InboxException("locking inbox marks", e);
        }
    }

    /** Sets the next offset of partitions that {@link #lock} has locked. */
    void advance(Map<TopicPartition, Long> next) {
        List<TopicPartition> sorted = sorted(next.keySet());
        try (Connection connection = dataSource.getConnection();
                PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
            bind(connection, advance, sorted);
            Object[] offsets = sorted.stream().map(next::get).toArray();
            advance.setArray(3, connection.createArrayOf("bigint", offsets));
            advance.executeUpdate();
        } catch (SQLException e) {
            throw new InboxException("advancing inbox marks", e);
        }
    }

    /**
     * Remembers events.
     *
     * @param hashes payload hash by event id
     * @return the hashes of those that were remembered before
     */
    Map<String, byte[]> remember(Map<String, byte[]> hashes) {
        if (hashes.isEmpty()) {
            return Map.of();
        }
        List<String> ids = List.copyOf(hashes.keySet());
        try (Connection connection = dataSource.getConnection()) {
            Set<String> known = new HashSet<>(ids);
            try (PreparedStatement remember = connection.prepareStatement(REMEMBER)) {
                remember.setArray(1, connection.createArrayOf("text", ids.toArray()));
                Object[] values = ids.stream().map(hashes::get).toArray(byte[][]::new);
                remember.setArray(2, connection.createArrayOf("bytea", values));
                try (ResultSet fresh = remember.executeQuery()) {
                    while (fresh.next()) {
                        known.remove(fresh.getString(1));
                    }
                }
            }
            return known.isEmpty() ? Map.of() : hashes(connection, known);
        } catch (SQLException e) {
            throw new InboxException("remembering event ids", e);
        }
    }

    /** Forgets events remembered longer ago; returns how many. */
    int forgetBefore(Duration age) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement forget = connection.prepareStatement(FORGET)) {
            forget.setDouble(1, age.toSeconds());
            return forget.executeUpdate();
        } catch (SQLException e) {
            throw new InboxException("forgetting old event ids", e);
        }
    }

    private static Map<String, byte[]> hashes(Connection connection, Set<String> ids)
            throws SQLException {
        Map<String, byte[]> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(HASHES)) {
            select.setArray(1, connection.createArrayOf("text", ids.toArray()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getBytes(2));
                }
            }
        }
        return found;
    }

    private static Map<TopicPartition, Long> read(
            Connection connection, String sql, List<TopicPartition> sorted) throws SQLException {
        Map<TopicPartition, Long> marks = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            bind(connection, select, sorted);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    marks.put(
                            new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
                }
            }
        }
        return marks;
    }

    private static void bind(
            Connection connection, PreparedStatement statement, List<TopicPartition> partitions)
            throws SQLException {
        Object[] topics = partitions.stream().map(TopicPartition::topic).toArray();
        Object[] numbers = partitions.stream().map(TopicPartition::partition).toArray();
        statement.setArray(1, connection.createArrayOf("text", topics));
        statement.setArray(2, connection.createArrayOf("integer", numbers));
    }

    private static List<TopicPartition> sorted(Collection<TopicPartition> partitions) {
        List<TopicPartition> sorted = new ArrayList<>(partitions);
        sorted.sort(ORDER);
        return sorted;
    }
}
