package io.berth.kit.test;

/**
 * The PostgreSQL that tests run against, and what they may do to it. Its address stays the same for
 * as long as it lives.
 */
public interface Database extends AutoCloseable {
    /** The JDBC URL of a database, without a user. */
    String jdbcUrl(String database);

    /** Makes a role that may log in, and a database that only it may enter. */
    void createDatabase(String name, String role, String password);

    /** Ends connections and stops it in an orderly way. */
    void stop();

    /** Stops it if it runs, starts it again with what it stored, and returns when it answers. */
    void restart();

    @Override
    void close();
}
