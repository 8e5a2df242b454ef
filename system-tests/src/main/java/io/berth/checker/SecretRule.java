package io.berth.checker;

import io.berth.checker.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** No planted secret stands in any record of any topic. */
final class SecretRule implements Rule {
    @Override
    public List<Finding> judge(Analysis analysis) {
        SecretScan scan = analysis.history().scan();
        List<Finding> findings = new ArrayList<>();
        if (scan.secrets() > 0 && scan.records() == 0) {
            findings.add(
                    new Finding(
                            Kind.NOTHING_TO_CHECK,
                            "secrets",
                            scan.secrets() + " secrets were planted and no record was searched",
                            List.of()));
        }
        for (SecretScan.Leak leak : scan.leaks()) {
            findings.add(
                    new Finding(
                            Kind.SECRET_LEAKED,
                            leak.secret(),
                            "stands in a record as " + leak.form(),
                            List.of(leak.at())));
        }
        return findings;
    }
}
