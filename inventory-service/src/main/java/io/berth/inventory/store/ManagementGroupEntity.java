package io.berth.inventory.store;

import io.berth.inventory.domain.ManagementGroup;
import io.berth.inventory.domain.ManagementGroupName;
import io.berth.inventory.domain.Revision;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A row of {@code management_group}; it is also the lock of its whole tree. */
@Entity
@Table(name = "management_group")
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields.
public class ManagementGroupEntity extends PanacheEntityBase {
    @Id
    @SequenceGenerator(name = "management_group_id", allocationSize = 1)
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "management_group_id")
    public @Nullable Long id;

    public String name;
    public long revision;

    ManagementGroup toDomain() {
        if (id == null) {
            throw new IllegalStateException("management group " + name + " is not saved yet");
        }
        return new ManagementGroup(id, new ManagementGroupName(name), new Revision(revision));
    }
}
