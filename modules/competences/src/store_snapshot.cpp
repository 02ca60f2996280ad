#include "store_snapshot.hpp"

#include "store_imports.hpp"
#include "store_referential.hpp"

namespace aksis::competences {

const Search& Snapshot::search() const {
  std::lock_guard lock(mutex_);
  if (!search_) search_ = std::make_unique<const Search>(referential);
  return *search_;
}

Result<const TrainingCatalogue*> Snapshot::trainings(Host& host) const {
  std::lock_guard lock(mutex_);
  if (!trainings_) {
    AKSIS_ASSIGN(certifications, load_trainings(host));
    trainings_ = std::make_unique<const TrainingCatalogue>(referential, std::move(certifications));
  }
  return trainings_.get();
}

Result<const Bridges*> Snapshot::bridges(const StopFlag& stop) const {
  std::lock_guard lock(bridges_mutex_);
  if (!bridges_) {
    AKSIS_ASSIGN(trained, Bridges::train(referential, stop));
    bridges_ = std::make_unique<const Bridges>(std::move(trained));
  }
  return bridges_.get();
}

const Titles& Snapshot::titles() const {
  std::lock_guard lock(titles_mutex_);
  if (!titles_) titles_ = std::make_unique<const Titles>(referential);
  return *titles_;
}

std::vector<const Overlay*> Snapshot::overlays_for(std::string_view sector,
                                                   std::string_view territory) const {
  const std::string day = today();
  std::vector<const Overlay*> out;
  for (const Overlay& overlay : overlays)
    if (applies(overlay, {sector, territory, day})) out.push_back(&overlay);
  return out;
}

Result<std::shared_ptr<const Snapshot>> Snapshots::find() {
  std::lock_guard lock(mutex_);
  if (current_) return current_;
  ReferentialBuilder builder;
  bool found = false;
  AKSIS_TRY(load_rome(host_, builder, found));
  if (!found) return std::shared_ptr<const Snapshot>();
  AKSIS_ASSIGN(overlays, load_overlays(host_));
  for (size_t i = 0; i < overlays.size(); ++i)
    add_own_skills(builder, overlays[i], static_cast<Index>(i));
  current_ = std::make_shared<const Snapshot>(std::move(builder).finish(), std::move(overlays));
  return current_;
}

Result<std::shared_ptr<const Snapshot>> Snapshots::get() {
  AKSIS_ASSIGN(found, find());
  if (found) return found;
  return said(Code::conflict,
              "no ROME referential is imported yet; run `aksis import rome FOLDER` or POST the "
              "zip to /referential/rome",
              "Aucun référentiel ROME n’est encore importé ; lancez `aksis import rome DOSSIER`, "
              "ou envoyez le zip à /referential/rome.");
}

void Snapshots::drop() {
  std::lock_guard lock(mutex_);
  current_.reset();
}

}  // namespace aksis::competences
