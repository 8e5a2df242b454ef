package io.berth.keyvault.rest;

import io.berth.keyvault.access.Tree;
import io.berth.keyvault.app.Rings;
import io.berth.keyvault.container.Containers;
import io.berth.keyvault.domain.access.Acl;
import io.berth.keyvault.domain.access.Entry;
import io.berth.keyvault.domain.access.ObjectClass;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Target;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** The container of the keys over HTTP: its tree, who may do what with it, and what is missing. */
@Path("/api/v1/container")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ContainerResource {
    private final Tree tree;
    private final Containers containers;
    private final Rings rings;
    private final Guard guard;

    ContainerResource(Tree tree, Containers containers, Rings rings, Guard guard) {
        this.tree = tree;
        this.containers = containers;
        this.rings = rings;
        this.guard = guard;
    }

    /**
     * An entry as it is shown.
     *
     * @param rights by their names; {@code full control} for all of them
     * @param classes only objects of these; empty for all
     * @param inherited whether it stands on an object above
     */
    record EntryView(
            String trustee,
            List<String> rights,
            String scope,
            List<String> classes,
            boolean inherited) {
        static EntryView of(Entry entry, boolean inherited) {
            return new EntryView(
                    entry.trustee().name(),
                    entry.rights().equals(Right.FULL_CONTROL)
                            ? List.of("full control")
                            : entry.rights().stream().sorted().map(Right::label).toList(),
                    entry.scope().name(),
                    entry.classes().stream().sorted().map(Enum::name).toList(),
                    inherited);
        }
    }

    /** An object of the tree, with the entries that count for it. */
    record ObjectView(String dn, String objectClass, List<EntryView> entries) {}

    /** What the vault's account needs and lacks. */
    record CheckView(boolean complete, List<String> missing) {}

    /**
     * The tree.
     *
     * @param newKeysIn where the bytes of new keys are kept
     * @param objects the container and the group object; rings and keys inherit from them
     * @param rings the names of the rings
     */
    record ContainerView(
            String path,
            String newKeysIn,
            List<ObjectView> objects,
            List<String> rings,
            CheckView check) {}

    @GET
    @Authenticated
    @Operation(summary = "Show the container of the keys, who may do what with it, and what lacks")
    public ContainerView get(@Context SecurityContext context) {
        guard.require(context, Right.GENERIC_READ, new Target.Container());
        List<String> missing = tree.missing().stream().map(Right::label).toList();
        return new ContainerView(
                tree.dn(new Target.Container()).toString(),
                containers.forNewKeys().place().name(),
                List.of(object(new Target.Container()), object(new Target.DcManager())),
                rings.page("", Rings.MAX_RINGS).stream()
                        .map(ring -> tree.dn(new Target.OfRing(ring.id())).toString())
                        .toList(),
                new CheckView(missing.isEmpty(), missing));
    }

    private ObjectView object(Target target) {
        ObjectClass objectClass = target.objectClass();
        Acl acl = tree.acl(objectClass);
        List<EntryView> entries = new ArrayList<>();
        for (Entry entry : acl.own()) {
            entries.add(EntryView.of(entry, false));
        }
        for (Entry entry : acl.above()) {
            if (reaches(entry, objectClass)) {
                entries.add(EntryView.of(entry, true));
            }
        }
        return new ObjectView(tree.dn(target).toString(), objectClass.name(), entries);
    }

    /** Whether an entry from above counts here or further below. */
    private static boolean reaches(Entry entry, ObjectClass objectClass) {
        Set<ObjectClass> classes = entry.classes();
        return entry.appliesTo(classes.isEmpty() ? objectClass : classes.iterator().next(), true);
    }
}
