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
        "50, 500, 2, 240, ENOUGH",
        "50, 500, 64, 100000, ENOUGH",
        "50, 500, 1, 240, TOO_SMALL",
        "50, 500, 2, 239, TOO_SMALL",
        "51, 500, 64, 100000, NOT_MEASURED",
        "50, 501, 64, 100000, NOT_MEASURED"
    })
    void judgesByWhatWasMeasured(
            long hosts, long vms, int processors, long heapMiB, Answer answer) {
        Judgement judgement = SIZING.judge(new Observed(hosts, vms, processors, heapMiB));

        assertThat(judgement.answer()).isEqualTo(answer);
        assertThat(judgement.band() == null).isEqualTo(answer == Answer.NOT_MEASURED);
        assertThat(judgement.rules().stream().allMatch(RuleResult::isInOrder))
                .isEqualTo(answer == Answer.ENOUGH);
    }
}
