// Every operation of the audit log. Main thread, at start; what Parts names outlives the registry.
#pragma once

#include "audit/account_names.hpp"
#include "audit/checkpointer.hpp"
#include "audit/sealed_reason.hpp"
#include "operations/registry.hpp"

namespace aksis::audit {

struct Parts {
  storage::Database& database;
  const Clock& clock;
  const SigningKey& key;
  Checkpointer& checkpointer;
  Unsealer unseal = {};  // shows reasons that are sealed; none: they are left out
  // Who reads the log may read no accounts.
  AccountName account_name = {};
};

// audit.search, people.access_history.
Status add_search_operations(operations::Registry& registry, const Parts& parts);
// audit.status, audit.checkpoint, audit.proof, audit.verify.
Status add_proof_operations(operations::Registry& registry, const Parts& parts);
// audit.export.
Status add_export_operation(operations::Registry& registry, const Parts& parts);
// audit.purge, audit.hold, audit.release, audit.holds.
Status add_purge_operations(operations::Registry& registry, const Parts& parts);

inline Status add_operations(operations::Registry& registry, const Parts& parts) {
  AKSIS_TRY(add_search_operations(registry, parts));
  AKSIS_TRY(add_proof_operations(registry, parts));
  AKSIS_TRY(add_export_operation(registry, parts));
  return add_purge_operations(registry, parts);
}

}  // namespace aksis::audit
