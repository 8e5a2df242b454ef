package io.berth.platform.supervisor;

import io.berth.platform.ComponentName;
import io.berth.platform.EmbeddedPostgres;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database server, with a database and a role per service once it is started. */
final class PostgresComponent implements Component {
    private final EmbeddedPostgres.Settings settings;
    private final List<ServiceDatabase> databases;
    private volatile @Nullable EmbeddedPostgres postgres;

    PostgresComponent(EmbeddedPostgres.Settings settings, List<ServiceDatabase> databases) {
        this.settings = settings;
        this.databases = List.copyOf(databases);
    }

    @Override
    public ComponentName name() {
        return ComponentName.POSTGRES;
    }

    @Override
    public int port() {
        return settings.port();
    }

    @Override
    public void start() {
        EmbeddedPostgres started = EmbeddedPostgres.start(settings);
        postgres = started;
        try {
            for (ServiceDatabase database : databases) {
                started.createDatabase(database.name(), database.role(), database.password());
            }
        } catch (RuntimeException e) {
            started.stop();
            throw e;
        }
    }

    @Override
    public void stop() {
        running().ifPresent(EmbeddedPostgres::stop);
    }

    @Override
    public void kill() {
        running().ifPresent(EmbeddedPostgres::kill);
    }

    @Override
    public void pause() {
        running().ifPresent(EmbeddedPostgres::pause);
    }

    @Override
    public void resume() {
        running().ifPresent(EmbeddedPostgres::resume);
    }

    @Override
    public Optional<ProcessHandle> process() {
        return running().map(EmbeddedPostgres::process);
    }

    @Override
    public boolean healthy() {
        return running().map(EmbeddedPostgres::answers).orElse(false);
    }

    private Optional<EmbeddedPostgres> running() {
        return Optional.ofNullable(postgres);
    }
}
