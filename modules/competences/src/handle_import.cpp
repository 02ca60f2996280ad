#include <chrono>

#include "handle.hpp"
#include "report_json.hpp"
#include "rome_import.hpp"
#include "store_imports.hpp"
#include "store_referential.hpp"

namespace aksis::competences {

namespace {

constexpr std::string_view kReferentialChanged = "competences.referential_changed/1";
using Clock = std::chrono::steady_clock;

// One import at a time: each first removes what stopped ones left.
class ImportTurn {
 public:
  static Result<ImportTurn> take(Service& service) {
    if (service.importing.exchange(true))
      return said(Code::conflict, "another import is running; wait until it has ended",
                  "Un autre import est en cours ; attendez sa fin.");
    return ImportTurn(service);
  }
  ImportTurn(ImportTurn&& other) noexcept : service_(std::exchange(other.service_, nullptr)) {}
  ImportTurn& operator=(ImportTurn&&) = delete;
  ~ImportTurn() {
    if (service_) service_->importing = false;
  }

 private:
  explicit ImportTurn(Service& service) : service_(&service) {}
  Service* service_;
};

std::string version_json(std::string_view version) {
  return json::Writer().object().member("version", version).end().text();
}

int64_t millis_since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

Result<std::string> source_path(Service& service, Request& request) {
  const auto path = json::text(request.input(), "path");
  if (!json::boolean(request.input(), "download")) {
    if (path.empty())
      return said(Code::invalid, "give the folder or zip to import, or download",
                  "Indiquez le dossier ou le zip à importer, ou download.");
    return std::string(path);
  }
  if (!path.empty())
    return said(Code::invalid, "give either a path or download, not both",
                "Indiquez un chemin ou download, pas les deux.");
  const auto config = service.host.config();
  const auto address = json::text(config, "rome_address");
  if (address.empty())
    return said(
        Code::invalid,
        "no address to download ROME from is configured; set rome_address in the section of the "
        "module competences, or give a folder or zip",
        "Aucune adresse de téléchargement de ROME n’est configurée ; réglez rome_address dans la "
        "section du module competences, ou donnez un dossier ou un zip.");
  return request.download(address);
}

Status import_rome_handler(Service& service, Request& request) {
  const auto start = Clock::now();
  AKSIS_ASSIGN(turn, ImportTurn::take(service));
  AKSIS_ASSIGN(path, source_path(service, request));
  request.progress(0, 0, request.message("import.reading"));
  AKSIS_ASSIGN(imported, import_rome(path));
  const auto read_ms = millis_since(start);
  AKSIS_ASSIGN(before, service.snapshots.find());
  const RomeChanges changes =
      compare(before ? before->referential : Referential(), imported.referential);
  before.reset();

  json::Writer report;
  report.object().member("version", imported.referential.version()).key("changes");
  write_changes(report, changes);
  report.key("issues");
  write_issues(report, imported.issues, request.language());

  VersionWriter writer(service.host, request, row_count(imported.referential));
  AKSIS_TRY(writer.begin("rome", imported.referential.version()));
  AKSIS_TRY(store_rome(writer, imported.referential));
  report.member("read_ms", read_ms).member("total_ms", millis_since(start)).end();
  const std::string text = report.text();
  AKSIS_TRY(
      writer.activate(text, kReferentialChanged, version_json(imported.referential.version())));
  service.snapshots.drop();
  writer.sweep();
  return request.respond(text);
}

// An own code may belong to one overlay only: people hold it by that code.
Status check_own_codes(const Snapshot& snapshot, const Overlay& overlay) {
  const Referential& r = snapshot.referential;
  for (const OwnSkill& skill : overlay.skills) {
    const Index item = r.find_item(skill.code);
    if (item == kNone) continue;
    const Index owner = r.item(item).overlay;
    if (owner == kNone || snapshot.overlays[owner].id != overlay.id)
      return said(Code::conflict,
                  "the skill code " + skill.code + " belongs to " +
                      (owner == kNone ? "ROME" : "the overlay " + snapshot.overlays[owner].id) +
                      " already; choose another",
                  "Le code de compétence " + skill.code + " appartient déjà à " +
                      (owner == kNone ? "ROME" : "la taxonomie " + snapshot.overlays[owner].id) +
                      " ; choisissez-en un autre.");
  }
  return {};
}

Status import_overlay_handler(Service& service, Request& request) {
  AKSIS_ASSIGN(turn, ImportTurn::take(service));
  AKSIS_ASSIGN(snapshot, service.snapshots.get());
  AKSIS_ASSIGN(
      file, read_source_file(std::string(json::text(request.input(), "path")), kOverlayBytesMax));
  Issues issues;
  AKSIS_ASSIGN(overlay, parse_overlay(std::move(file), snapshot->referential, issues));
  AKSIS_TRY(check_own_codes(*snapshot, overlay));

  json::Writer report;
  report.object().member("overlay", overlay.id).member("version", overlay.version);
  report.member("skills", overlay.skills.size()).member("links", overlay.links.size());
  report.key("issues");
  write_issues(report, issues, request.language());
  const std::string text = report.end().text();

  VersionWriter writer(service.host, request, 1 + overlay.skills.size() + overlay.links.size());
  AKSIS_TRY(writer.begin(overlay_subject(overlay.id), overlay.version));
  AKSIS_TRY(store_overlay(writer, overlay));
  AKSIS_TRY(
      writer.activate(text, kReferentialChanged, version_json(snapshot->referential.version())));
  service.snapshots.drop();
  writer.sweep();
  return request.respond(text);
}

Status remove_overlay_handler(Service& service, Request& request) {
  AKSIS_ASSIGN(turn, ImportTurn::take(service));
  AKSIS_ASSIGN(snapshot, service.snapshots.get());
  AKSIS_TRY(deactivate(service.host, overlay_subject(json::text(request.input(), "overlay")),
                       kReferentialChanged, version_json(snapshot->referential.version())));
  service.snapshots.drop();
  return request.respond("{}");
}

Status import_trainings_handler(Service& service, Request& request) {
  AKSIS_ASSIGN(turn, ImportTurn::take(service));
  request.progress(0, 0, request.message("import.reading"));
  Issues issues;
  AKSIS_ASSIGN(certifications,
               import_trainings(std::string(json::text(request.input(), "path")), issues));
  size_t active = 0, linked = 0;
  for (const Certification& one : certifications) {
    active += one.active;
    linked += !one.rome_codes.empty();
  }
  json::Writer report;
  report.object().member("certifications", certifications.size()).member("active", active);
  report.member("with_occupations", linked).key("issues");
  write_issues(report, issues, request.language());
  const std::string text = report.end().text();

  VersionWriter writer(service.host, request, certifications.size());
  AKSIS_TRY(writer.begin("trainings", today()));
  AKSIS_TRY(store_trainings(writer, certifications));
  AKSIS_TRY(writer.activate(text));
  service.snapshots.drop();
  writer.sweep();
  return request.respond(text);
}

}  // namespace

void bind_imports(Service& service) {
  const auto bind = [&](std::string_view operation, Status (*handler)(Service&, Request&)) {
    service.host.bind(operation, [&service, handler](Request& r) { return handler(service, r); });
  };
  bind("competences.import_rome", import_rome_handler);
  bind("competences.import_overlay", import_overlay_handler);
  bind("competences.overlay.remove", remove_overlay_handler);
  bind("competences.import_trainings", import_trainings_handler);
}

}  // namespace aksis::competences
