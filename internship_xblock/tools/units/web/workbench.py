"""What the XBlock workbench shows of the training unit."""

SCENARIOS = [
    (
        "Training unit: who does what?",
        """<vertical_demo>
  <internship_unit display_name="Who does what?" minutes="15" pass_mark="50">
    <outcome>Distinguish the roles of student, mentor and university supervisor</outcome>
    <read id="why" title="Why roles matter">Students, mentors and supervisors often read each other's roles wrongly.

Ten minutes of sorting saves weeks of waiting for each other.</read>
    <sort id="roles" title="Sort the tasks">Who takes the first step?
      <pile id="mentor">Mentor</pile><pile id="supervisor">Supervisor</pile>
      <card id="week" pile="mentor" feedback="The mentor knows the days.">Plan the first week</card>
      <card id="grade" pile="supervisor" feedback="The university answers for the grade.">Set the grade</card>
    </sort>
    <choose id="first" title="The first day" multiple="false">What helps a student most on the first day?
      <option id="desk" correct="true" feedback="Former students name it first.">Somebody who expects them</option>
      <option id="rules" correct="false" feedback="Needed, but later in the week.">A folder of rules</option>
    </choose>
    <checklist id="ready" title="Are you ready?">Tick what is in place.<item id="desk">A place to work</item></checklist>
    <rewrite id="better" title="Say it better">Make this comment useful.<original>Good job.</original><model>When you
asked the customer what she needed, she relaxed. Next time, ask before you show.</model></rewrite>
    <commit id="mine" title="Your next step">What will you do before the student comes?</commit>
  </internship_unit>
</vertical_demo>""",
    ),
    ("Training unit: empty", "<vertical_demo><internship_unit/></vertical_demo>"),
]
