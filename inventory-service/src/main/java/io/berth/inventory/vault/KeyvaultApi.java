package io.berth.inventory.vault;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The calls of the key vault's HTTP interface that inventory makes. */
@Path("/api/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RegisterRestClient(configKey = "keyvault")
interface KeyvaultApi {
    /** Records to protect. */
    record ProtectRequest(String ring, List<Plain> records) {}

    /** A record to protect; the bytes are base64 on the wire. */
    record Plain(String object, String field, byte[] plaintext) {}

    /** Protected records. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ProtectAnswer(@Nullable Long keyVersion, @Nullable List<Closed> records) {}

    /** Records to open. */
    record UnprotectRequest(String ring, List<Closed> records) {}

    /** A protected record. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Closed(@Nullable String object, @Nullable String field, @Nullable String ciphertext) {}

    /** What came of each record. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record UnprotectAnswer(@Nullable List<Result> records) {}

    /**
     * What came of one record.
     *
     * @param status {@code opened} or {@code refused}
     * @param code why it was refused
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Result(
            @Nullable String status,
            @Nullable Long keyVersion,
            byte @Nullable [] plaintext,
            @Nullable String code) {}

    @POST
    @Path("protect")
    ProtectAnswer protect(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, ProtectRequest request);

    @POST
    @Path("unprotect")
    UnprotectAnswer unprotect(
            @HeaderParam(HttpHeaders.AUTHORIZATION) String bearer, UnprotectRequest request);
}
