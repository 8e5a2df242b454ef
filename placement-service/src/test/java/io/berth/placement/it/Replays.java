package io.berth.placement.it;

import static io.berth.placement.it.Caller.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.berth.kit.security.Roles;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.persistence.EntityManager;
import java.util.List;

/** Makes decisions again. */
final class Replays {
    private Replays() {}

    /** Every decision that a domain has in the journal, of which there are more than ten. */
    static void everyDecisionComesOutAlike(EntityManager entities, String domain) {
        List<?> ids =
                QuarkusTransaction.requiringNew()
                        .call(() ->
                                entities.createNativeQuery(
                                                "select id from placement_journal where domain ="
                                                        + " ?1",
                                                Long.class)
                                        .setParameter(1, domain)
                                        .getResultList());
        assertThat(ids).hasSizeGreaterThan(10);
        for (Object id : ids) {
            as(Roles.OPERATOR)
                    .post("/api/v1/decisions/{id}/replay", id)
                    .then()
                    .statusCode(200)
                    .body("identical", equalTo(true));
        }
    }
}
