package io.berth.inventory.store;

import io.berth.contracts.ids.HostGroupId;
import io.berth.inventory.domain.HostGroup;
import io.berth.inventory.domain.Revision;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code host_group}. */
@Entity
@Table(name = "host_group")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields.
public class HostGroupEntity extends PanacheEntityBase {
    @Id public String id;

    @Column(name = "management_group", updatable = false)
    public long managementGroup;

    public @Nullable String parent;
    public ReserveColumns reserve;
    public long revision;

    void set(HostGroup group) {
        HostGroupId newParent = group.parent();
        parent = newParent == null ? null : newParent.value();
        reserve = ReserveColumns.of(group.reserve());
        revision = group.revision().value();
    }

    HostGroup toDomain() {
        return new HostGroup(
                new HostGroupId(id),
                parent == null ? null : new HostGroupId(parent),
                ReserveColumns.toDomain(reserve),
                new Revision(revision));
    }
}
