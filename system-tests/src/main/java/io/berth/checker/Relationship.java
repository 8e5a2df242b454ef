package io.berth.checker;

/** The replication of one VM to another host, by its id; a question's log uses no id twice. */
public record Relationship(String id) implements Comparable<Relationship> {
    @Override
    public int compareTo(Relationship other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
