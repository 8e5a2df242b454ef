package io.berth.replica.store;

import io.berth.contracts.ids.RelationshipId;
import io.berth.replica.domain.LinkState;
import io.berth.replica.domain.LinkState.Head;
import io.berth.replica.domain.SiteLink;
import io.berth.replica.domain.Window;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Site links and what they have given away, in the caller's transaction. */
@ApplicationScoped
public class LinkStore {
    private static final String LINK =
            "id, from_end, to_end, bytes_per_second, share_percent, windows, zone, revision";
    private static final String STATE = "bucket_bytes, bucket_at, head, head_deadline, head_until";
    private static final String INSERT =
            "insert into site_link ("
                    + LINK
                    + ", "
                    + STATE
                    + ")"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE =
            """
            update site_link set from_end = ?, to_end = ?, bytes_per_second = ?, share_percent = ?,
                windows = ?, zone = ?, revision = ?
             where id = ?
            """;
    private static final String SAVE =
            """
            update site_link set bucket_bytes = ?, bucket_at = ?, head = ?, head_deadline = ?,
                head_until = ?
             where id = ?
            """;
    private static final String USE =
            """
            insert into link_use (relationship, link, rate) values (?, ?, ?)
            on conflict (relationship, link) do update set rate = excluded.rate
            """;

    private final Database database;

    LinkStore(Database database) {
        this.database = database;
    }

    /** What a running cycle has taken of a link, in bytes per second. */
    public record Use(RelationshipId relationship, String link, long rate) {}

    /** All links by id; at most {@link SiteLink#MAX_LINKS}. */
    public List<SiteLink> all() {
        return database.query(
                "select " + LINK + " from site_link order by id", _ -> {}, LinkStore::link);
    }

    /** One. */
    public Optional<SiteLink> find(String id) {
        return database
                .query(
                        "select " + LINK + " from site_link where id = ?",
                        p -> p.text(id),
                        LinkStore::link)
                .stream()
                .findFirst();
    }

    /** These, locked until the transaction ends, in an order that all instances keep. */
    public Map<String, LinkState> lock(Collection<String> ids) {
        Map<String, LinkState> found = new LinkedHashMap<>();
        if (ids.isEmpty()) {
            return found;
        }
        database.each(
                "select "
                        + LINK
                        + ", "
                        + STATE
                        + " from site_link where id = any(?) order by id for update",
                p -> p.texts(ids),
                LinkStore::state,
                state -> found.put(state.link().id(), state));
        // A statement of its own: it must see what was committed while the lock was waited for.
        Map<String, Long> taken = taken(found.keySet());
        found.replaceAll((id, state) -> state.withTaken(taken.getOrDefault(id, 0L)));
        return found;
    }

    /** The rates that running cycles have taken of these, in bytes per second. */
    public Map<String, Long> taken(Collection<String> links) {
        Map<String, Long> found = new HashMap<>();
        database.query(
                        "select link, sum(rate)::bigint from link_use where link = any(?) group by"
                                + " link",
                        p -> p.texts(links),
                        row -> Map.entry(row.text(), row.number()))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** A new link. */
    public void insert(LinkState state) {
        SiteLink link = state.link();
        database.update(
                INSERT,
                p -> {
                    p.text(link.id());
                    bind(p, link);
                    p.number(state.tokens()).time(state.at()).text(null).time(null).time(null);
                });
    }

    /** Another link of the same id. */
    public void update(SiteLink link) {
        database.update(
                UPDATE,
                p -> {
                    bind(p, link);
                    p.text(link.id());
                });
    }

    /** Removes a link; running cycles keep their rates. False when there is none. */
    public boolean delete(String id) {
        return database.update("delete from site_link where id = ?", p -> p.text(id)) > 0;
    }

    /** Saves what links have given away. */
    public void save(Collection<LinkState> states) {
        database.batch(
                SAVE,
                states,
                (p, state) -> {
                    Head head = state.head();
                    p.number(state.tokens())
                            .time(state.at())
                            .text(head == null ? null : head.relationship())
                            .time(head == null ? null : head.deadline())
                            .time(head == null ? null : head.until())
                            .text(state.link().id());
                });
    }

    /** Notes what cycles have taken. */
    public void use(Collection<Use> uses) {
        database.batch(
                USE,
                uses,
                (p, use) -> p.text(use.relationship()).text(use.link()).number(use.rate()));
    }

    /** What cycles of these relationships have taken; their rows' locks keep it as it is. */
    public List<Use> uses(Collection<RelationshipId> relationships) {
        return relationships.isEmpty()
                ? List.of()
                : database.query(
                        "select relationship, link, rate from link_use where relationship = any(?)",
                        p -> p.texts(relationships),
                        row -> new Use(new RelationshipId(row.text()), row.text(), row.number()));
    }

    /** Takes back what cycles of these relationships have taken. */
    public void release(Collection<RelationshipId> relationships) {
        database.update(
                "delete from link_use where relationship = any(?)", p -> p.texts(relationships));
    }

    private static void bind(Parameters parameters, SiteLink link) throws SQLException {
        parameters
                .text(link.from())
                .text(link.to())
                .number(link.bytesPerSecond())
                .number(link.sharePercent())
                .texts(
                        link.windows().stream()
                                .map(rated -> rated.window() + "=" + rated.bytesPerSecond())
                                .toList())
                .text(link.zone().getId())
                .number(link.revision());
    }

    private static SiteLink link(Columns row) throws SQLException {
        String id = row.text();
        SiteLink.End from = SiteLink.End.parse(row.text());
        SiteLink.End to = SiteLink.End.parse(row.text());
        long rate = row.number();
        int share = Math.toIntExact(row.number());
        List<SiteLink.Rated> windows = new ArrayList<>();
        for (String text : row.texts()) {
            int sign = text.lastIndexOf('=');
            windows.add(
                    new SiteLink.Rated(
                            Window.parse(text.substring(0, sign)),
                            Long.parseLong(text.substring(sign + 1))));
        }
        return new SiteLink(
                id, from, to, rate, share, windows, ZoneId.of(row.text()), row.number());
    }

    private static LinkState state(Columns row) throws SQLException {
        SiteLink link = link(row);
        long tokens = row.number();
        Instant at = row.time();
        String head = row.optionalText();
        Instant deadline = row.optionalTime();
        Instant until = row.optionalTime();
        return new LinkState(
                link,
                0,
                tokens,
                at,
                head == null || deadline == null || until == null
                        ? null
                        : new Head(new RelationshipId(head), deadline, until));
    }
}
