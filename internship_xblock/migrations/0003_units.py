from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('internship_xblock', '0002_parties_agree_and_answer'),
    ]

    operations = [
        migrations.CreateModel(
            name='StepAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course_key', models.CharField(max_length=255)),
                ('usage_key', models.CharField(max_length=255)),
                ('step', models.CharField(help_text='The id of the step.', max_length=64)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('answer', models.JSONField(blank=True, help_text='As the kind of the step keeps it; none before the first.', null=True)),
                ('draft', models.JSONField(blank=True, default=dict, help_text='Field -> text typed since the answer.')),
                ('answered_at', models.DateTimeField(blank=True, help_text='When the answer was last given.', null=True)),
                ('changed_at', models.DateTimeField()),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PracticeAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course_key', models.CharField(max_length=255)),
                ('usage_key', models.CharField(max_length=255)),
                ('anonymous_id', models.CharField(blank=True, max_length=64)),
                ('sample', models.CharField(help_text='The id of the sample.', max_length=64)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('texts', models.JSONField(blank=True, default=dict, help_text='Field -> text.')),
                ('is_sent', models.BooleanField(default=False, help_text='The comment stands; the model was shown.')),
                ('is_done', models.BooleanField(default=False, help_text='They said what they would change.')),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='UnitRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course_key', models.CharField(max_length=255)),
                ('usage_key', models.CharField(max_length=255)),
                ('anonymous_id', models.CharField(blank=True, help_text='By this the platform names them when it clears their state.', max_length=64)),
                ('finished_at', models.DateTimeField(blank=True, help_text='First at the end with every step done; it stays so.', null=True)),
                ('created', models.DateTimeField(auto_now_add=True)),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['usage_key', 'anonymous_id'], name='ix_unit_anonymous')],
            },
        ),
        migrations.AddConstraint(
            model_name='unitrecord',
            constraint=models.UniqueConstraint(fields=('learner', 'usage_key'), name='ix_unit_one'),
        ),
        migrations.AddIndex(
            model_name='stepanswer',
            index=models.Index(fields=['learner', 'course_key'], name='ix_step_answer_course'),
        ),
        migrations.AddConstraint(
            model_name='stepanswer',
            constraint=models.UniqueConstraint(fields=('learner', 'usage_key', 'step'), name='ix_step_answer_one'),
        ),
        migrations.AddIndex(
            model_name='practiceanswer',
            index=models.Index(fields=['usage_key', 'anonymous_id'], name='ix_practice_anonymous'),
        ),
        migrations.AddIndex(
            model_name='practiceanswer',
            index=models.Index(fields=['learner', 'course_key'], name='ix_practice_course'),
        ),
        migrations.AddConstraint(
            model_name='practiceanswer',
            constraint=models.UniqueConstraint(fields=('learner', 'usage_key', 'sample'), name='ix_practice_one'),
        ),
    ]
