package io.berth.inventory.domain.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.inventory.domain.support.InstallationSizing.Answer;
import io.berth.inventory.domain.support.InstallationSizing.Judgement;
import io.berth.inventory.domain.support.InstallationSizing.Observed;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationSizingTest {
    private static final InstallationSizing SIZING = Rules.of(InstallationSizing.class);

    @ParameterizedTest
    @CsvSource({
        "0, 0, 2, 240, ENOUGH",
        "48, 400, 2, 240, ENOUGH",
        "48, 400, 64, 100000, ENOUGH",
        "48, 400, 1, 240, TOO_SMALL",
        "48, 400, 2, 239, TOO_SMALL",
        "49, 400, 64, 100000, NOT_MEASURED",
        "48, 401, 64, 100000, NOT_MEASURED"
    })
    void judgesByWhatWasMeasured(
            long hosts, long vms, int processors, long heapMiB, Answer answer) {
        Judgement judgement = SIZING.judge(new Observed(hosts, vms, processors, heapMiB));

        assertThat(judgement.answer()).isEqualTo(answer);
        assertThat(judgement.band() == null).isEqualTo(answer == Answer.NOT_MEASURED);
        assertThat(judgement.rules().stream().allMatch(RuleResult::inOrder))
                .isEqualTo(answer == Answer.ENOUGH);
    }
}
