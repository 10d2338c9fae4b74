/// The training half day as the network holds it, unless a cohort sets its own programme.
public enum TrainingProgramme {
    /// Its four parts, each a quarter of the time, begun at full five minutes, local time.
    public static func parts(
        theme: String, from start: CivilTime, to finish: CivilTime
    ) -> [(start: CivilTime, title: String)] {
        let titles = [
            "protocols, including safeguarding and confidentiality", "the framework for peer review",
            "the theme: \(theme)", "confirmation of groups and date setting",
        ]
        let first = start.secondOfDay / 60
        let length = finish.secondOfDay / 60 - first
        return titles.enumerated().compactMap { index, title in
            let minute = first + length * index / titles.count / 5 * 5
            return CivilTime(hour: minute / 60, minute: minute % 60).map { ($0, title) }
        }
    }
}
