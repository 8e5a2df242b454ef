package io.berth.keyvault.domain;

import io.berth.contracts.ids.Principal;
import io.berth.keyvault.domain.access.Right;
import java.util.List;
import java.util.stream.Collectors;

/** Why the container lets something not be done. */
public sealed interface AccessRefusal extends Refusal {
    /**
     * No entry gives the caller this right on the object.
     *
     * @param object its distinguished name
     */
    record AccessDenied(Principal principal, Right right, String object) implements AccessRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "access-denied",
                    Sort.FORBIDDEN,
                    "The container does not allow this",
                    "%s has not the right %s on %s".formatted(principal, right.label(), object),
                    Refusal.values(
                            "principal",
                            principal.value(),
                            "right",
                            right.label(),
                            "object",
                            object),
                    "Authenticated users have no access; GET /api/v1/container shows to whom it is"
                            + " granted");
        }
    }

    /**
     * The vault's own account lacks rights on the container, or on what is below.
     *
     * @param container the distinguished name of the object
     */
    record ContainerRightsMissing(String container, List<Right> missing) implements AccessRefusal {
        /** Copies the list. */
        public ContainerRightsMissing {
            missing = List.copyOf(missing);
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "container-rights-missing",
                    Sort.UNAVAILABLE,
                    "The vault's account lacks rights on its container",
                    "On %s the service account of the manager lacks: %s"
                            .formatted(
                                    container,
                                    missing.stream()
                                            .map(Right::label)
                                            .collect(Collectors.joining(", "))),
                    Refusal.values(
                            "container",
                            container,
                            "missing",
                            missing.stream().map(Right::label).toList()),
                    "A directory administrator grants the service account read, write and create"
                            + " all child objects, on the container and all descendants");
        }
    }
}
