package io.berth.inventory.rest.library;

import io.berth.contracts.ids.RunAsAccountId;
import io.berth.contracts.inventory.RunAsAccountState;
import io.berth.inventory.rest.Texts;
import io.berth.inventory.rest.Wish;
import io.berth.kit.rest.Fields;
import org.jspecify.annotations.Nullable;

/** An account that is wished for. Its password is set by itself. */
record RunAsAccountRequest(
        @Nullable String id,
        @Nullable String user,
        @Nullable String domain,
        @Nullable String description) {
    /** An account as it is shown. */
    record View(
            String id,
            String user,
            @Nullable String domain,
            @Nullable String description,
            boolean passwordSet,
            long revision) {
        static View of(RunAsAccountState state) {
            return new View(
                    state.account().value(),
                    state.user(),
                    state.domain(),
                    state.description(),
                    state.passwordSet(),
                    state.revision());
        }
    }

    static RunAsAccountRequest of(RunAsAccountState state) {
        return new RunAsAccountRequest(
                state.account().value(), state.user(), state.domain(), state.description());
    }

    static Wish<RunAsAccountId, RunAsAccountState> read(
            RunAsAccountRequest request, @Nullable RunAsAccountId addressed, Fields fields) {
        int max = RunAsAccountState.MAX_NAME;
        var id = Wish.id(request.id, addressed, RunAsAccountId::new, fields);
        var user = Texts.required("user", request.user, max, fields);
        var domain = Texts.optional("domain", request.domain, max, fields);
        var description =
                Texts.optional(
                        "description",
                        request.description,
                        RunAsAccountState.MAX_DESCRIPTION,
                        fields);
        return new Wish<>(
                id,
                revision ->
                        new RunAsAccountState(
                                id.get(),
                                user.get(),
                                domain.get(),
                                description.get(),
                                false,
                                revision));
    }
}
