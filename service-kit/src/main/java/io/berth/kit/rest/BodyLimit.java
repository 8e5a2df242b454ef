package io.berth.kit.rest;

import io.berth.kit.config.ServiceConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses bodies that no request needs, with a problem. The server's own limit is for the whole
 * service; where one method takes long bodies, this one keeps all others short.
 */
@ApplicationScoped
public class BodyLimit {
    private final long max;

    @Inject
    public BodyLimit(ServiceConfig config) {
        this.max = config.maxBody().asLongValue();
    }

    /** Looks at the announced length, and counts where none is announced. */
    @ServerRequestFilter
    public void limit(ContainerRequestContext request, ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        if (method != null && method.isAnnotationPresent(OwnBodyLimit.class)) {
            return;
        }
        String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            check(Long.parseLong(length));
        } else if (request.getHeaderString("Transfer-Encoding") != null) {
            request.setEntityStream(new Counted(request.getEntityStream()));
        }
    }

    private void check(long length) {
        if (length > max) {
            throw new ProblemException(
                    Problem.of(
                                    413,
                                    "body-too-large",
                                    "Body too large",
                                    "The body has more than " + max + " bytes.")
                            .with("maxBytes", max)
                            .withHint("Send less at a time."));
        }
    }

    /** A body that ends in a refusal where it becomes too long. */
    private final class Counted extends FilterInputStream {
        private long length;

        Counted(@Nullable InputStream body) {
            super(body == null ? InputStream.nullInputStream() : body);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            check(length += read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int most) throws IOException {
            int read = super.read(buffer, offset, most);
            check(length += Math.max(0, read));
            return read;
        }
    }
}
