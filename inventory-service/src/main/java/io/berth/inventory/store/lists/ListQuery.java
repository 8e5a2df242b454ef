package io.berth.inventory.store.lists;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list: what the rows must have, in which order, and after which of them it begins. The
 * order ends with the id, so that it is total, and the next part begins after a value and an id: it
 * costs the same wherever it is, and nothing is left out or doubled when rows come and go.
 *
 * @param conditions all of them hold
 * @param after absent for the first part
 * @param limit most rows
 */
public record ListQuery(
        List<Condition> conditions, Order order, @Nullable Position after, int limit) {
    /** Copies the list. */
    public ListQuery {
        conditions = List.copyOf(conditions);
    }

    /** How a value is compared. */
    public enum Comparison {
        /** It is the same. */
        EQUAL("="),
        /** It is the same or more. */
        AT_LEAST(">="),
        /** It is the same or less. */
        AT_MOST("<=");

        private final String operator;

        Comparison(String operator) {
            this.operator = operator;
        }
    }

    /**
     * What a row must have.
     *
     * @param attribute of the entity
     */
    public record Condition(String attribute, Comparison comparison, Object value) {}

    /**
     * The order of the list.
     *
     * @param attribute of the entity; {@code id} for the order of ids alone
     * @param numeric whether it is a number, which a text of digits is not
     */
    public record Order(String attribute, boolean numeric, boolean descending) {
        /** By id, upwards. */
        public static final Order BY_ID = new Order("id", false, false);

        boolean isById() {
            return attribute.equals("id");
        }
    }

    /**
     * The last row of the part before.
     *
     * @param value what it has in the attribute of the order
     */
    public record Position(Object value, String id) {}

    /** The entities of this part. */
    public <E> List<E> find(EntityManager entities, Class<E> type) {
        List<String> where = new ArrayList<>();
        for (int i = 0; i < conditions.size(); i++) {
            Condition condition = conditions.get(i);
            where.add("e." + condition.attribute() + condition.comparison().operator + " :p" + i);
        }
        String beyond = order.descending() ? " < " : " > ";
        if (after != null) {
            where.add(
                    order.isById()
                            ? "e.id" + beyond + ":afterId"
                            : "(e."
                                    + order.attribute()
                                    + ", e.id)"
                                    + beyond
                                    + "(:afterValue, :afterId)");
        }
        String direction = order.descending() ? " desc" : "";
        TypedQuery<E> query =
                entities.createQuery(
                        "select e from "
                                + type.getSimpleName()
                                + " e"
                                + (where.isEmpty() ? "" : " where " + String.join(" and ", where))
                                + " order by "
                                + (order.isById()
                                        ? ""
                                        : "e." + order.attribute() + direction + ", ")
                                + "e.id"
                                + direction,
                        type);
        for (int i = 0; i < conditions.size(); i++) {
            query.setParameter("p" + i, conditions.get(i).value());
        }
        if (after != null) {
            query.setParameter("afterId", after.id());
            if (!order.isById()) {
                query.setParameter("afterValue", after.value());
            }
        }
        return query.setMaxResults(limit).getResultList();
    }

    /**
     * The same as a condition, an order and a limit in SQL, for states that are kept as JSON in a
     * column {@code state} beside their {@code id}.
     *
     * @param json writes what a state must hold
     * @param parameters takes the values of the placeholders
     */
    public String sql(Function<Object, String> json, List<Object> parameters) {
        StringBuilder sql = new StringBuilder();
        for (Condition condition : conditions) {
            if (condition.comparison() == Comparison.EQUAL) {
                sql.append(" and state @> ?::jsonb"); // Its index answers this one.
                parameters.add(json.apply(held(condition)));
            } else {
                sql.append(" and ")
                        .append(value(condition.attribute(), true))
                        .append(condition.comparison().operator)
                        .append(" ?");
                parameters.add(condition.value());
            }
        }
        String beyond = order.descending() ? " < " : " > ";
        String direction = order.descending() ? " desc" : "";
        String by = order.isById() ? "" : value(order.attribute(), order.numeric());
        if (after != null) {
            sql.append(" and ").append(by.isEmpty() ? "id" : "(" + by + ", id)");
            sql.append(beyond).append(by.isEmpty() ? "?" : "(?, ?)");
            if (!by.isEmpty()) {
                parameters.add(after.value());
            }
            parameters.add(after.id());
        }
        sql.append(" order by ").append(by.isEmpty() ? "" : by + direction + ", ");
        return sql.append("id").append(direction).append(" limit ").append(limit).toString();
    }

    private static Object held(Condition condition) {
        List<String> steps = List.of(condition.attribute().split("\\."));
        Object held = condition.value();
        for (String step : steps.reversed()) {
            held = Map.of(step, held);
        }
        return held;
    }

    private static String value(String attribute, boolean numeric) {
        String text = "(state #>> '{" + attribute.replace('.', ',') + "}')";
        return numeric ? text + "::numeric" : text + " collate \"C\"";
    }
}
