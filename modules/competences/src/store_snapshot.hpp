// What the handlers work on: the active referential with its overlays, and what is built from it
// when first asked for. A Snapshot is shared and immutable to its readers; any thread.
#pragma once

#include <aksis/module.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "bridges.hpp"
#include "overlay.hpp"
#include "referential.hpp"
#include "search.hpp"
#include "titles.hpp"
#include "training.hpp"

namespace aksis::competences {

class Snapshot {
 public:
  Snapshot(Referential rome, std::vector<Overlay> active)
      : referential(std::move(rome)), overlays(std::move(active)) {}

  const Referential referential;
  const std::vector<Overlay> overlays;

  const Search& search() const;
  Result<const TrainingCatalogue*> trainings(Host& host) const;
  // Trained when first asked for, about a second; others who ask meanwhile wait.
  Result<const Bridges*> bridges(const StopFlag& stop) const;
  const Titles& titles() const;
  // The overlays that hold for a sector and a territory today.
  std::vector<const Overlay*> overlays_for(std::string_view sector,
                                           std::string_view territory) const;

 private:
  mutable std::mutex mutex_;
  mutable std::mutex bridges_mutex_;  // apart: training must not hold up a search
  mutable std::unique_ptr<const Bridges> bridges_;
  mutable std::mutex titles_mutex_;
  mutable std::unique_ptr<const Titles> titles_;
  mutable std::unique_ptr<const Search> search_;
  mutable std::unique_ptr<const TrainingCatalogue> trainings_;
};

// The one snapshot of the process, loaded when first asked for and dropped by imports.
class Snapshots {
 public:
  explicit Snapshots(Host& host) : host_(host) {}
  // Code::conflict with what to do when no referential is imported.
  Result<std::shared_ptr<const Snapshot>> get();
  // The same, or nullptr when no referential is imported.
  Result<std::shared_ptr<const Snapshot>> find();
  // Readers keep theirs; the next get() loads what is active now.
  void drop();

 private:
  Host& host_;
  std::mutex mutex_;
  std::shared_ptr<const Snapshot> current_;
};

}  // namespace aksis::competences
