package io.berth.replica.domain;

import java.util.ArrayList;
import java.util.List;

/** Which site links there may be. */
public final class SiteLinkRules {
    private SiteLinkRules() {}

    /** What is wrong with a link, all of it; nothing when it may be. */
    public static List<Located> check(SiteLink link) {
        List<Located> refusals = new ArrayList<>();
        atLeast("bytesPerSecond", "/bytesPerSecond", link.bytesPerSecond(), refusals);
        for (int i = 0; i < link.windows().size(); i++) {
            atLeast(
                    "bytesPerSecond",
                    "/windows/" + i + "/bytesPerSecond",
                    link.windows().get(i).bytesPerSecond(),
                    refusals);
        }
        List<Window> windows = link.windows().stream().map(SiteLink.Rated::window).toList();
        Schedule.clash(windows)
                .ifPresent(clash ->
                        refusals.add(
                                located(
                                        "/windows",
                                        new SettingsRefusal.WindowsOverlap(
                                                clash.one(), clash.other()))));
        return refusals;
    }

    private static void atLeast(String field, String at, long rate, List<Located> refusals) {
        if (rate < SettingsRules.MIN_BYTES_PER_SECOND) {
            refusals.add(
                    located(
                            at,
                            new SettingsRefusal.BandwidthOutOfRange(
                                    field, rate, SettingsRules.MIN_BYTES_PER_SECOND)));
        }
    }

    private static Located located(String at, SettingsRefusal refusal) {
        return new Located(at, new ReplicaRefusal.OfSettings(refusal));
    }
}
