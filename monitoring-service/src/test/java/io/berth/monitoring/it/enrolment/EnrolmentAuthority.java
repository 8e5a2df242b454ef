package io.berth.monitoring.it.enrolment;

import io.berth.kit.test.TestPlatform;
import io.berth.platform.AgentCa;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives the service the authority that it trusts anyway. */
public final class EnrolmentAuthority implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        TestPlatform.start();
        AgentCa ca = TestPlatform.agentCa();
        return Map.of(
                "berth.monitoring.enrolment.ca-key-file", ca.key().toString(),
                "berth.monitoring.enrolment.ca-certificate-file", ca.certificate().toString());
    }

    @Override
    public void stop() {
        // Files of the platform, which ends with the JVM.
    }
}
