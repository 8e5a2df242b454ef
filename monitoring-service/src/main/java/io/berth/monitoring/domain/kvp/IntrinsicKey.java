package io.berth.monitoring.domain.kvp;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The keys that every guest with integration services publishes. */
public enum IntrinsicKey {
    /** Its name in the network. */
    FULLY_QUALIFIED_DOMAIN_NAME("FullyQualifiedDomainName", false),
    /** Version of its integration services. */
    INTEGRATION_SERVICES_VERSION("IntegrationServicesVersion", true),
    /** Its addresses, with semicolons between them. */
    NETWORK_ADDRESS_IPV4("NetworkAddressIPv4", false),
    /** Its addresses, with semicolons between them. */
    NETWORK_ADDRESS_IPV6("NetworkAddressIPv6", false),
    /** Of its operating system. */
    OS_BUILD_NUMBER("OSBuildNumber", false),
    /** Of its operating system. */
    OS_NAME("OSName", false),
    /** Of its operating system. */
    OS_MAJOR_VERSION("OSMajorVersion", true),
    /** Of its operating system. */
    OS_MINOR_VERSION("OSMinorVersion", true),
    /** Of its operating system; of Linux that of the kernel. */
    OS_VERSION("OSVersion", true),
    /** What its processors are. */
    PROCESSOR_ARCHITECTURE("ProcessorArchitecture", false);

    private static final Set<String> VERSIONS =
            Arrays.stream(values())
                    .filter(key -> key.version)
                    .map(IntrinsicKey::key)
                    .collect(Collectors.toUnmodifiableSet());

    private final String key;
    private final boolean version;

    IntrinsicKey(String key, boolean version) {
        this.key = key;
        this.version = version;
    }

    /** As guests write it. */
    public String key() {
        return key;
    }

    /** Whether the value of a key should be a version. */
    static boolean isVersion(String key) {
        return VERSIONS.contains(key);
    }
}
