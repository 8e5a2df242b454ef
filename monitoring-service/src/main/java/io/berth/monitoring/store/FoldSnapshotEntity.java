package io.berth.monitoring.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** The saved fold of one partition; {@code body} is absent until the first save. */
@Entity
@Table(name = "fold_snapshot")
@NullUnmarked
class FoldSnapshotEntity extends PanacheEntityBase {
    @Id Integer partition;

    long version;

    @Column(name = "next_offset")
    long nextOffset;

    @Column(columnDefinition = "text")
    @Nullable String body;

    @Column(columnDefinition = "text")
    @Nullable String guests;

    @Column(name = "saved_at")
    Instant savedAt;
}
