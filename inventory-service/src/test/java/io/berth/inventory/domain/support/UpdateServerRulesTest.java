package io.berth.inventory.domain.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.inventory.domain.support.UpdateServerRules.Judgement;
import io.berth.inventory.domain.support.UpdateServerRules.ManagerSetup;
import io.berth.inventory.domain.support.UpdateServerRules.Node;
import io.berth.inventory.domain.support.UpdateServerRules.Position;
import io.berth.inventory.domain.support.UpdateServerRules.Server;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateServerRulesTest {
    private static final UpdateServerRules RULES = Rules.of(UpdateServerRules.class);
    private static final ManagerSetup ALONE = new ManagerSetup(false, List.of());
    private static final Server GOOD = server("WSUS", "3.0", 2L, true, Position.ROOT);

    @ParameterizedTest
    @CsvSource({
        "WSUS, 3.0, 2, PASSED",
        "WSUS, 3.0, 3, PASSED",
        "Windows Server Update Services, 3.0, 2, PASSED",
        "wsus, 3, 2, PASSED",
        "WSUS, 3.2.7600.226, , PASSED",
        "WSUS, 4.0, , PASSED",
        "WSUS, 10.0.14393, 0, PASSED",
        "WSUS, 3.0, 1, FAILED",
        "WSUS, 3.0, 0, FAILED",
        "WSUS, 2.0, 5, FAILED",
        "WSUS, 2.9.9, , FAILED",
        "WSUS, 3.0, , NOT_LISTED",
        "WSUS, , 2, NOT_LISTED",
        "Spacewalk, 3.0, 2, NOT_LISTED"
    })
    void versions(String product, @Nullable String version, @Nullable Long pack, Outcome outcome) {
        Judgement judgement =
                RULES.judge(server(product, version, pack, true, Position.ROOT), ALONE);

        assertThat(judgement.rules().getFirst().outcome()).isEqualTo(outcome);
        assertThat(judgement.answer() == Listing.SUPPORTED).isEqualTo(outcome == Outcome.PASSED);
    }

    @ParameterizedTest
    @CsvSource({
        "true, ROOT, SUPPORTED",
        "false, ROOT, UNSUPPORTED",
        "true, DOWNSTREAM, UNSUPPORTED",
        "false, DOWNSTREAM, UNSUPPORTED",
        ", ROOT, NOT_LISTED",
        "true, , NOT_LISTED",
        ", DOWNSTREAM, UNSUPPORTED"
    })
    void itIsADedicatedRootServer(
            @Nullable Boolean dedicated, @Nullable Position position, Listing answer) {
        Server server = server("WSUS", "3.0", 2L, dedicated, position);

        assertThat(RULES.judge(server, ALONE).answer()).isEqualTo(answer);
        assertThat(RULES.refusals(server).isEmpty()).isEqualTo(answer == Listing.SUPPORTED);
    }

    @Test
    void everyReasonIsToldUnderItsOwnCode() {
        assertThat(RULES.refusals(server("WSUS", "3.0", 1L, false, Position.DOWNSTREAM)))
                .extracting(refusal -> refusal.wording().code())
                .containsExactly(
                        "update-server-version", "update-server-dedicated", "update-server-root");
    }

    @Test
    void aClusteredManagerNeedsTheConsoleOnEveryNode() {
        Judgement all =
                RULES.judge(
                        GOOD,
                        new ManagerSetup(true, List.of(new Node("a", true), new Node("b", true))));
        Judgement some =
                RULES.judge(
                        GOOD,
                        new ManagerSetup(
                                true,
                                List.of(
                                        new Node("a", true),
                                        new Node("b", false),
                                        new Node("c", false))));

        assertThat(all.rules().getLast().outcome()).isEqualTo(Outcome.PASSED);
        assertThat(all.nodesWithConsole()).containsExactly("a", "b");
        assertThat(some.answer()).isEqualTo(Listing.SUPPORTED);
        assertThat(some.rules().getLast().outcome()).isEqualTo(Outcome.WARNING);
        assertThat(some.rules().getLast().finding()).isEqualTo("missing on b, c; there on a");
        assertThat(some.nodesWithConsole()).containsExactly("a");
        assertThat(some.nodesWithoutConsole()).containsExactly("b", "c");
        assertThat(RULES.judge(GOOD, new ManagerSetup(true, List.of())).answer())
                .isEqualTo(Listing.NOT_LISTED);
        assertThat(RULES.judge(GOOD, ALONE).rules().getLast().outcome())
                .isEqualTo(Outcome.NOT_APPLICABLE);
    }

    private static Server server(
            String product,
            @Nullable String version,
            @Nullable Long pack,
            @Nullable Boolean dedicated,
            @Nullable Position position) {
        return new Server(new Product(product, version, null, null, pack), dedicated, position);
    }
}
