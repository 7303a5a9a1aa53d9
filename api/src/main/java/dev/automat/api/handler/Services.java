package dev.automat.api.handler;

import dev.automat.admission.Admission;
import dev.automat.api.contract.Contract;
import dev.automat.catalog.Catalog;
import dev.automat.config.Configuration;
import dev.automat.engine.Connections;
import dev.automat.identity.TokenIssue;
import dev.automat.intake.BindingDesk;
import dev.automat.intake.CatalogDesk;
import dev.automat.intake.Extensions;
import dev.automat.intake.Intake;
import dev.automat.intake.StackDesk;
import dev.automat.intake.StackStays;
import dev.automat.intake.StackUndeletion;
import dev.automat.intake.Stays;
import dev.automat.intake.Transfers;
import dev.automat.intake.Undeletion;
import dev.automat.intake.Upgrades;
import dev.automat.keys.SealingKeys;
import dev.automat.notify.Dispatch;
import dev.automat.plugin.InstalledPlugins;
import dev.automat.policy.WaiverBook;
import dev.automat.policy.WaiverKeeping;
import dev.automat.store.Store;
import dev.automat.store.StoreClock;
import dev.automat.team.TeamDirectory;
import dev.automat.team.TeamKeeping;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the handlers call. */
public record Services(
    Contract contract,
    Configuration configuration,
    Catalog catalog,
    InstalledPlugins plugins,
    Supplier<Map<String, String>> unopenedPlugins,
    Admission admission,
    Intake intake,
    Extensions extensions,
    Stays stays,
    Undeletion undeletion,
    Stacks stacks,
    BindingDesk bindings,
    TeamDirectory teams,
    TeamKeeping teamKeeping,
    Transfers transfers,
    Upgrades upgrades,
    CatalogDesk catalogDesk,
    WaiverKeeping waiverKeeping,
    WaiverBook waiverBook,
    Store store,
    Dispatch notices,
    Connections connections,
    TokenIssue tokens,
    BooleanSupplier engineRuns,
    SealingKeys keys,
    ChangeSignals signals,
    StoreClock clock,
    PrometheusMeterRegistry meters) {

  /** What acts on several resources as one. */
  public record Stacks(StackDesk desk, StackStays stays, StackUndeletion undeletion) {}
}
