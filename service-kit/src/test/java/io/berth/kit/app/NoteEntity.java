package io.berth.kit.app;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** An entity with a version. */
@Entity
@Table(name = "note")
public class NoteEntity {
    @Id String id = "";
    String text = "";
    @Version long version;
}
