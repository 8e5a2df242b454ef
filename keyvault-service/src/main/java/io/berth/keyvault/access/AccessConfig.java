package io.berth.keyvault.access;

import io.berth.keyvault.domain.access.Trustee;
import io.smallrye.config.ConfigMapping;
import java.util.Map;

/** What a token makes its bearer, besides an authenticated user. */
@ConfigMapping(prefix = "berth.keyvault.access")
public interface AccessConfig {
    /** By names in the claim {@code groups}. */
    Map<String, Trustee> groups();

    /** By names in the claim {@code upn}. */
    Map<String, Trustee> principals();
}
